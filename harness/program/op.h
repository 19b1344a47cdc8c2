// The op table: every operation that a program can hold, once.
//
// Text, bytes, generator, model, interpreter and the grammar page all read this table. It says
// what an operation takes and gives and whether it is unsafe; what it *means* is said twice, by
// the model and by the interpreter, which never see each other.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace pinprick::harness {

// The type of a named value, as a Rust programmer would say it.
enum class ValueType : std::uint8_t {
  kNone,
  kFuture,      // F, an owned value in a place of its own
  kBox,         // Box<F>
  kPinBox,      // Pin<Box<F>>
  kPinLocal,    // Pin<&mut F>, made by pin!: the enclosing scope owns the value
  kPinRef,      // Pin<&mut F>, borrowed from a future
  kPinElement,  // Pin<&mut F>, borrowed from an element of a vector: it cannot be moved alone
  kBoxFuture,   // Pin<Box<dyn Future>>
  kRc,          // Rc<F>: std::shared_ptr
  kPinRc,       // Pin<Rc<F>>
  kPinRogue,    // Pin<Rogue<F>>: an owning pointer whose mutable dereference moves its target
  kVec,         // Vec<F>: elements side by side in one block of the heap
  kDeque,       // VecDeque<F>: each element in a block of its own
  kArray,       // [F; 2], in place
  kOption,      // Option<F>, in place
  kTask,        // Rc<Task>, what a waker wakes
  kWaker,       // Waker
  kSource,      // an Rc of something to wait for, see source.h
};
inline constexpr std::size_t kValueTypeCount = 18;

absl::string_view name(ValueType type);

// A set of value types.
using TypeMask = std::uint32_t;
constexpr TypeMask mask(ValueType type) {
  return static_cast<TypeMask>(1U << static_cast<unsigned>(type));
}
template <class... Types>
constexpr TypeMask any_of(Types... types) {
  return static_cast<TypeMask>((0U | ... | mask(types)));
}
constexpr bool holds(TypeMask set, ValueType type) { return (set & mask(type)) != 0; }

inline constexpr TypeMask kAnyPin =
    any_of(ValueType::kPinBox, ValueType::kPinLocal, ValueType::kPinRef);
inline constexpr TypeMask kAnyHome = kAnyPin | any_of(ValueType::kFuture, ValueType::kBox);
// Rows hold any number of futures, and lend them out one by one.
inline constexpr TypeMask kAnyRow =
    any_of(ValueType::kVec, ValueType::kDeque, ValueType::kArray, ValueType::kOption);
// What a value of these types holds or points at is a future of the value's shape.
inline constexpr TypeMask kHasShape =
    kAnyHome | kAnyRow |
    any_of(ValueType::kPinElement, ValueType::kBoxFuture, ValueType::kRc, ValueType::kPinRc,
           ValueType::kPinRogue);

enum class OpCode : std::uint8_t {
  kMake,
  kMove,
  kDrop,
  kForget,
  kBox,
  kUnbox,
  kBoxPin,
  kIntoPin,
  kPin,
  kPinNew,
  kErase,
  kPoll,
  kPollWith,
  kPollUnpin,
  kSet,
  kIntoInner,
  kAssign,
  kSwap,
  kReplace,
  kPass,
  kRc,
  kRcPin,
  kUnwrapRc,
  kVec,
  kDeque,
  kArray,
  kOption,
  kPush,
  kPop,
  kInsert,
  kRemove,
  kRotate,
  kSort,
  kTake,
  kEmplace,
  kReset,
  kBlockOn,
  kTask,
  kWaker,
  kClone,
  kWake,
  kWakeByRef,
  kSource,
  kWait,
  kWaitCareless,
  kSignal,
  kCall,
  kPinUnchecked,
  kPinElementUnchecked,
  kPinRogue,
  kMapUnchecked,
  kIntoInnerUnchecked,
  kMoveOut,
  kSwapUnchecked,
  kReplaceUnchecked,
  kOverwrite,
  kPollUnpinned,
  kPollShared,
  kRelocate,
  kRealloc,
  kSkipDrop,
  kRawWaker,
  kHastyWaker,
  kOpenScope,
  kCloseScope,
};
inline constexpr std::size_t kOpCount = 65;

enum class Use : std::uint8_t {
  kNone,
  kConsume,  // the name is gone afterwards
  kBorrow,   // the name stays
  kPin,      // what `Pin` takes: a pointer is consumed, a future is borrowed
};

struct Operand {
  TypeMask types = 0;
  Use use = Use::kNone;
};

enum class Result : std::uint8_t {
  kNone,
  kOfType,  // OpSpec::type
  kSame,    // the type of the first operand
  kPinned,  // Pin of the first operand: PinRef of a future, PinBox of a box, PinRc of an Rc
};

enum class Gate : std::uint8_t {
  kNone,
  kUnpin,         // the first operand's target must claim Unpin
  kUnpinIfPinned  // ... if it is reached through a Pin, on either side
};

struct OpSpec {
  OpCode code;
  const char* name;
  bool is_unsafe;
  Operand first;
  Operand second;  // of the same shape as the first, if it has one
  Result result;
  ValueType type;  // with Result::kOfType
  Gate gate;
  bool takes_index;     // an element of the first operand
  std::uint8_t weight;  // how often a random program holds it
  const char* about;

  constexpr std::size_t operands() const {
    return first.use == Use::kNone ? 0 : second.use == Use::kNone ? 1 : 2;
  }
};

namespace op_table_internal {
using enum ValueType;
inline constexpr Operand kNothing = {};
constexpr Operand consumes(TypeMask types) { return {types, Use::kConsume}; }
constexpr Operand borrows(TypeMask types) { return {types, Use::kBorrow}; }
inline constexpr TypeMask kForgettable =
    kAnyRow | any_of(kFuture, kBox, kPinBox, kBoxFuture, kRc, kPinRc, kPinRogue, kWaker);
inline constexpr TypeMask kEverything = kHasShape | any_of(kTask, kWaker, kSource);
inline constexpr TypeMask kGrowing = any_of(kVec, kDeque);
inline constexpr TypeMask kOrdered = kGrowing | mask(kArray);
}  // namespace op_table_internal

// clang-format off
inline constexpr std::array<OpSpec, kOpCount> kOps = [] {
  using namespace op_table_internal;
  using enum OpCode;
  constexpr bool kSafe = false;
  constexpr bool kUnsafe = true;
  constexpr bool kIndex = true;
  using V = ValueType;
  constexpr auto kNoGate = Gate::kNone;
  constexpr auto kNoType = ValueType::kNone;
  return std::array<OpSpec, kOpCount>{{
      {kMake, "make", kSafe, kNothing, kNothing, Result::kOfType, kFuture, kNoGate, !kIndex, 34,
       "makes a future of the kind in a fresh place"},
      {kMove, "move", kSafe, consumes(kEverything), kNothing, Result::kSame, kNoType, kNoGate, !kIndex, 16,
       "moves a value to a fresh place: a pointer moves alone, a future, an array or an option with what is in it"},
      {kDrop, "drop", kSafe, consumes(kEverything), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 6,
       "destroys a value now; dropping a borrowed pin leaves the future where it is"},
      {kForget, "forget", kSafe, consumes(kForgettable), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 12,
       "mem::forget: the name is gone, the destructor does not run"},
      {kBox, "box", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, V::kBox, kNoGate, !kIndex, 12,
       "Box::new: moves a future to the heap"},
      {kUnbox, "unbox", kSafe, consumes(mask(V::kBox)), kNothing, Result::kOfType, kFuture, kNoGate, !kIndex, 6,
       "moves a future out of its box and frees the box"},
      {kBoxPin, "box_pin", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, kPinBox, kNoGate, !kIndex, 14,
       "Box::pin: moves a future to the heap and pins it"},
      {kIntoPin, "into_pin", kSafe, consumes(mask(V::kBox)), kNothing, Result::kOfType, kPinBox, kNoGate, !kIndex, 5,
       "Box::into_pin: pins what is in the box"},
      {kPin, "pin", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, kPinLocal, kNoGate, !kIndex, 10,
       "pin!: moves a future into the enclosing scope and pins it there"},
      {kPinNew, "pin_new", kSafe, {any_of(kFuture, V::kBox, V::kRc), Use::kPin}, kNothing, Result::kPinned, kNoType, Gate::kUnpin, !kIndex, 6,
       "Pin::new, for Unpin targets: borrows a future or takes a pointer"},
      {kErase, "erase", kSafe, consumes(mask(kPinBox)), kNothing, Result::kOfType, kBoxFuture, kNoGate, !kIndex, 4,
       "Pin<Box<F>> becomes Pin<Box<dyn Future>>"},
      {kPoll, "poll", kSafe, borrows(kAnyPin | any_of(kPinElement, kBoxFuture, V::kPinRogue)), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 50,
       "polls through the pin, with the waker of the task that runs the program"},
      {kPollWith, "poll_with", kSafe, borrows(kAnyPin | any_of(kPinElement, kBoxFuture)), borrows(mask(V::kWaker)), Result::kNone, kNoType, kNoGate, !kIndex, 6,
       "polls through the pin, with that waker"},
      {kPollUnpin, "poll_unpin", kSafe, borrows(any_of(kFuture, V::kBox)), kNothing, Result::kNone, kNoType, Gate::kUnpin, !kIndex, 10,
       "pins for the length of one poll, for Unpin targets"},
      {kSet, "set", kSafe, borrows(kAnyPin | mask(kPinElement)), consumes(mask(kFuture)), Result::kNone, kNoType, kNoGate, !kIndex, 8,
       "Pin::set: destroys the pinned value in place and moves the other one there"},
      {kIntoInner, "into_inner", kSafe, consumes(mask(kPinBox)), kNothing, Result::kOfType, V::kBox, Gate::kUnpin, !kIndex, 4,
       "Pin::into_inner, for Unpin targets: the box again"},
      {kAssign, "assign", kSafe, borrows(any_of(kFuture, V::kBox)), consumes(mask(kFuture)), Result::kNone, kNoType, kNoGate, !kIndex, 5,
       "moves the second future onto the first by assignment, which destroys that one in place"},
      {kSwap, "swap", kSafe, borrows(kAnyHome), borrows(kAnyHome), Result::kNone, kNoType, Gate::kUnpinIfPinned, !kIndex, 5,
       "mem::swap of two futures; both land in fresh places"},
      {kReplace, "replace", kSafe, borrows(kAnyHome), consumes(mask(kFuture)), Result::kOfType, kFuture, Gate::kUnpinIfPinned, !kIndex, 4,
       "mem::replace: gives the old future, moves in the other; both land in fresh places"},
      {kPass, "pass", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, kFuture, kNoGate, !kIndex, 4,
       "passes a future by value to a function, which returns it"},
      {kRc, "rc", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, V::kRc, kNoGate, !kIndex, 9,
       "Rc::new: moves a future to a counted block of the heap"},
      {kRcPin, "rc_pin", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, kPinRc, kNoGate, !kIndex, 4,
       "Rc::pin: the same, pinned from the start"},
      {kUnwrapRc, "unwrap_rc", kSafe, consumes(mask(V::kRc)), kNothing, Result::kOfType, kFuture, kNoGate, !kIndex, 9,
       "Rc::try_unwrap of the only one: moves the future out and frees the block"},
      {kVec, "vec", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, V::kVec, kNoGate, !kIndex, 6,
       "moves a future into a new vector, which has no room to spare"},
      {kDeque, "deque", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, V::kDeque, kNoGate, !kIndex, 4,
       "moves a future into a new deque"},
      {kArray, "array", kSafe, consumes(mask(kFuture)), consumes(mask(kFuture)), Result::kOfType, V::kArray, kNoGate, !kIndex, 4,
       "moves two futures into an array"},
      {kOption, "option", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, V::kOption, kNoGate, !kIndex, 5,
       "Some: moves a future into an option"},
      {kPush, "push", kSafe, borrows(kGrowing), consumes(mask(kFuture)), Result::kNone, kNoType, kNoGate, !kIndex, 10,
       "moves a future to the end of a vector or deque; a vector first moves all its elements to a buffer "
       "of twice their number if it is full or its next place is one that a pop has left"},
      {kPop, "pop", kSafe, borrows(kGrowing), kNothing, Result::kOfType, kFuture, kNoGate, !kIndex, 5,
       "moves the last future out; its place is never used again"},
      {kInsert, "insert", kSafe, borrows(kGrowing), consumes(mask(kFuture)), Result::kNone, kNoType, kNoGate, kIndex, 4,
       "moves a future in before that element (or to the end): a vector moves all elements to a new buffer, a deque those behind"},
      {kRemove, "remove", kSafe, borrows(kGrowing), kNothing, Result::kOfType, kFuture, kNoGate, kIndex, 5,
       "moves that element out; unless it was the last, a vector then moves the others to a new buffer, a deque those behind"},
      {kRotate, "rotate", kSafe, borrows(kOrdered), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 3,
       "rotates to the left by one; all land in fresh places, if there is one at all"},
      {kSort, "sort", kSafe, borrows(kOrdered), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 3,
       "sorts, the future that was made last first; all land in fresh places, if there is one at all"},
      {kTake, "take", kSafe, borrows(mask(V::kOption)), kNothing, Result::kOfType, kFuture, kNoGate, !kIndex, 6,
       "Option::take: moves the future out and leaves None"},
      {kEmplace, "emplace", kSafe, borrows(mask(V::kOption)), consumes(mask(kFuture)), Result::kNone, kNoType, kNoGate, !kIndex, 4,
       "Option::insert: destroys what is in it, moves the other in; that one lands in a fresh place"},
      {kReset, "reset", kSafe, borrows(mask(V::kOption)), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 3,
       "destroys what is in the option, in place, and leaves None"},
      {kBlockOn, "block_on", kSafe, consumes(any_of(kFuture, kPinBox, kBoxFuture)), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 4,
       "takes the future, pins it and polls until it is ready, or is stalled with nobody to wake it"},
      {kTask, "task", kSafe, kNothing, kNothing, Result::kOfType, V::kTask, kNoGate, !kIndex, 5,
       "a counted task on the heap, that wakers can wake"},
      {kWaker, "waker", kSafe, borrows(mask(V::kTask)), kNothing, Result::kOfType, V::kWaker, kNoGate, !kIndex, 7,
       "a counted waker of the task: it keeps the task alive"},
      {kClone, "clone", kSafe, borrows(any_of(V::kWaker, V::kRc, V::kPinRc)), kNothing, Result::kSame, kNoType, kNoGate, !kIndex, 6,
       "another one like this: a waker of the same task, a pointer to the same future"},
      {kWake, "wake", kSafe, consumes(mask(V::kWaker)), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 6,
       "wakes the task and drops the waker"},
      {kWakeByRef, "wake_by_ref", kSafe, borrows(mask(V::kWaker)), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 5,
       "wakes the task and keeps the waker"},
      {kSource, "source", kSafe, kNothing, kNothing, Result::kOfType, V::kSource, kNoGate, !kIndex, 8,
       "something to wait for, on the heap, counted by its name and by those who wait for it"},
      {kWait, "wait", kSafe, borrows(mask(V::kSource)), kNothing, Result::kOfType, kFuture, kNoGate, !kIndex, 14,
       "makes a future that waits for the source; with a kind before the source, one with such a future as its first leaf"},
      {kWaitCareless, "wait_careless", kSafe, borrows(mask(V::kSource)), kNothing, Result::kOfType, kFuture, kNoGate, !kIndex, 5,
       "makes a future of kind `careless`, which waits for an event but stays in the list when it is destroyed"},
      {kSignal, "signal", kSafe, borrows(mask(V::kSource)), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 14,
       "does to the source what the word says, see the table of sources"},
      {kCall, "call", kSafe, borrows(any_of(kFuture, V::kBox) | kAnyRow), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 1,
       "does with a guest, or with the last one of a vector and the like, what the word says, with arguments of the byte behind it; where that pins, the guest is pinned for good"},
      {kPinUnchecked, "pin_unchecked", kUnsafe, {any_of(kFuture, V::kBox, V::kRc), Use::kPin}, kNothing, Result::kPinned, kNoType, kNoGate, !kIndex, 10,
       "Pin::new_unchecked: borrows a future or takes a pointer"},
      {kPinElementUnchecked, "pin_element_unchecked", kUnsafe, borrows(kAnyRow), kNothing, Result::kOfType, kPinElement, kNoGate, kIndex, 14,
       "Pin::new_unchecked of one element of a vector, deque, array or option"},
      {kPinRogue, "pin_rogue", kUnsafe, consumes(mask(kFuture)), kNothing, Result::kOfType, V::kPinRogue, kNoGate, !kIndex, 4,
       "moves a future to the heap and pins it behind a pointer whose mutable dereference moves it to another block"},
      {kMapUnchecked, "map_unchecked", kUnsafe, borrows(kAnyPin), borrows(mask(kFuture)), Result::kOfType, V::kPinRef, kNoGate, !kIndex, 8,
       "Pin::map_unchecked_mut that gives the second future, which is no part of the first: borrows it"},
      {kIntoInnerUnchecked, "into_inner_unchecked", kUnsafe, consumes(mask(kPinBox)), kNothing, Result::kOfType, V::kBox, kNoGate, !kIndex, 6,
       "Pin::into_inner_unchecked: the box again, its content still pinned"},
      {kMoveOut, "move_out", kUnsafe, consumes(any_of(kPinBox, kPinLocal)), kNothing, Result::kOfType, kFuture, kNoGate, !kIndex, 8,
       "moves the pinned value out through get_unchecked_mut and releases its place"},
      {kSwapUnchecked, "swap_unchecked", kUnsafe, borrows(kAnyPin), borrows(kAnyPin), Result::kNone, kNoType, kNoGate, !kIndex, 6,
       "mem::swap through get_unchecked_mut; both land in fresh places"},
      {kReplaceUnchecked, "replace_unchecked", kUnsafe, borrows(kAnyPin), consumes(mask(kFuture)), Result::kOfType, kFuture, kNoGate, !kIndex, 5,
       "mem::replace through get_unchecked_mut; both land in fresh places"},
      {kOverwrite, "overwrite", kUnsafe, borrows(kAnyPin), consumes(mask(kFuture)), Result::kNone, kNoType, kNoGate, !kIndex, 4,
       "ptr::write through get_unchecked_mut: the pinned value is not destroyed; the other one lands in a fresh place"},
      {kPollUnpinned, "poll_unpinned", kUnsafe, borrows(any_of(kFuture, V::kBox)), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 16,
       "pins with Pin::new_unchecked for the length of one poll; the value is pinned for good"},
      {kPollShared, "poll_shared", kUnsafe, borrows(any_of(V::kRc, V::kPinRc)), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 14,
       "polls through a shared pointer, pinned or not: Pin::new_unchecked for the length of one poll, the value is pinned for good"},
      {kRelocate, "relocate", kUnsafe, consumes(mask(kFuture)), kNothing, Result::kOfType, kFuture, kNoGate, !kIndex, 5,
       "moves a future by copying its bytes; the old place is forgotten, not destroyed"},
      {kRealloc, "realloc", kUnsafe, borrows(mask(V::kVec)), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 3,
       "moves all elements of a vector by realloc, which copies their bytes"},
      {kSkipDrop, "skip_drop", kUnsafe, consumes(mask(kPinLocal)), kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 4,
       "gives up the pin of a local, and the scope will not destroy it: only its place ends"},
      {kRawWaker, "raw_waker", kUnsafe, borrows(mask(V::kTask)), kNothing, Result::kOfType, V::kWaker, kNoGate, !kIndex, 5,
       "a waker that borrows the task without counting: it must not outlive it"},
      {kHastyWaker, "hasty_waker", kUnsafe, borrows(mask(V::kTask)), kNothing, Result::kOfType, V::kWaker, kNoGate, !kIndex, 3,
       "a waker whose vtable counts down when it is dropped and does not count up when it is made or cloned"},
      {kOpenScope, "{", kSafe, kNothing, kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 4,
       "opens a scope"},
      {kCloseScope, "}", kSafe, kNothing, kNothing, Result::kNone, kNoType, kNoGate, !kIndex, 4,
       "closes it: what was made in it and is still there is dropped, the last first"},
  }};
}();
// clang-format on

constexpr const OpSpec& spec(OpCode code) { return kOps[static_cast<std::size_t>(code)]; }

// Whether it moves futures: one that it takes, or those of a row. By type the operations that poll
// do not, though `poll` does behind a rogue pointer, and `block_on` does with one that it may be
// given.
constexpr bool moves_futures(OpCode code) {
  switch (code) {
    case OpCode::kMove:
    case OpCode::kRelocate:
    case OpCode::kPass:
    case OpCode::kBox:
    case OpCode::kUnbox:
    case OpCode::kBoxPin:
    case OpCode::kPin:
    case OpCode::kPinRogue:
    case OpCode::kMoveOut:
    case OpCode::kAssign:
    case OpCode::kSet:
    case OpCode::kOverwrite:
    case OpCode::kSwap:
    case OpCode::kSwapUnchecked:
    case OpCode::kReplace:
    case OpCode::kReplaceUnchecked:
    case OpCode::kRc:
    case OpCode::kRcPin:
    case OpCode::kUnwrapRc:
    case OpCode::kVec:
    case OpCode::kDeque:
    case OpCode::kArray:
    case OpCode::kOption:
    case OpCode::kPush:
    case OpCode::kPop:
    case OpCode::kInsert:
    case OpCode::kRemove:
    case OpCode::kRotate:
    case OpCode::kSort:
    case OpCode::kTake:
    case OpCode::kEmplace:
    case OpCode::kRealloc:
      return true;
    default:
      return false;
  }
}

// Whether it opens a scope or closes one.
constexpr bool is_scope(OpCode code) {
  return code == OpCode::kOpenScope || code == OpCode::kCloseScope;
}

// Whether an operand of that type is gone afterwards.
constexpr bool consumes(Use use, ValueType type) {
  return use == Use::kConsume || (use == Use::kPin && type != ValueType::kFuture);
}

// The type of what an operation gives, whose first operand is of type `first`.
constexpr ValueType type_given(const OpSpec& rules, ValueType first) {
  switch (rules.result) {
    case Result::kNone:
      break;
    case Result::kOfType:
      return rules.type;
    case Result::kSame:
      return first;
    case Result::kPinned:
      return first == ValueType::kFuture ? ValueType::kPinRef
             : first == ValueType::kRc   ? ValueType::kPinRc
                                         : ValueType::kPinBox;
  }
  return ValueType::kNone;
}

static_assert(
    [] {
      for (std::size_t i = 0; i < kOpCount; ++i) {
        if (static_cast<std::size_t>(kOps[i].code) != i || kOps[i].weight == 0) return false;
      }
      return true;
    }(),
    "the op table is in the order of OpCode, and every operation can come up");

}  // namespace pinprick::harness
