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
  kVec,         // Vec<F>
  kTask,        // Rc<Task>, what a waker wakes
  kWaker,       // Waker
};
inline constexpr std::size_t kValueTypeCount = 11;

absl::string_view name(ValueType type);

// A set of value types.
using TypeMask = std::uint16_t;
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
  kPollUnpin,
  kSet,
  kIntoInner,
  kSwap,
  kReplace,
  kVec,
  kPush,
  kPop,
  kBlockOn,
  kTask,
  kWaker,
  kClone,
  kWake,
  kWakeByRef,
  kPinUnchecked,
  kPinElementUnchecked,
  kIntoInnerUnchecked,
  kMoveOut,
  kSwapUnchecked,
  kReplaceUnchecked,
  kPollUnpinned,
  kRelocate,
  kRawWaker,
  kOpenScope,
  kCloseScope,
};
inline constexpr std::size_t kOpCount = 37;

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
  kPinned,  // Pin of the first operand: PinRef of a future, PinBox of a box
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
  Operand second;  // always of the same shape as the first
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
inline constexpr TypeMask kForgettable = any_of(kFuture, kBox, kPinBox, kBoxFuture, kVec, kWaker);
inline constexpr TypeMask kEverything =
    kAnyHome | any_of(kPinElement, kBoxFuture, kVec, kTask, kWaker);
}  // namespace op_table_internal

// clang-format off
inline constexpr std::array<OpSpec, kOpCount> kOps = [] {
  using namespace op_table_internal;
  using enum OpCode;
  constexpr bool kSafe = false;
  constexpr bool kUnsafe = true;
  return std::array<OpSpec, kOpCount>{{
      {kMake, "make", kSafe, kNothing, kNothing, Result::kOfType, kFuture, Gate::kNone, false, 34,
       "makes a future of the kind in a fresh place"},
      {kMove, "move", kSafe, consumes(kEverything), kNothing, Result::kSame, kNone, Gate::kNone, false, 16,
       "moves a value to a fresh place: a pointer moves alone, a future moves itself"},
      {kDrop, "drop", kSafe, consumes(kEverything), kNothing, Result::kNone, kNone, Gate::kNone, false, 6,
       "destroys a value now; dropping a borrowed pin leaves the future where it is"},
      {kForget, "forget", kSafe, consumes(kForgettable), kNothing, Result::kNone, kNone, Gate::kNone, false, 3,
       "mem::forget: the name is gone, the destructor does not run"},
      {kBox, "box", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, ValueType::kBox, Gate::kNone, false, 12,
       "Box::new: moves a future to the heap"},
      {kUnbox, "unbox", kSafe, consumes(mask(ValueType::kBox)), kNothing, Result::kOfType, kFuture, Gate::kNone, false, 6,
       "moves a future out of its box and frees the box"},
      {kBoxPin, "box_pin", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, kPinBox, Gate::kNone, false, 14,
       "Box::pin: moves a future to the heap and pins it"},
      {kIntoPin, "into_pin", kSafe, consumes(mask(ValueType::kBox)), kNothing, Result::kOfType, kPinBox, Gate::kNone, false, 6,
       "Box::into_pin: pins what is in the box"},
      {kPin, "pin", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, kPinLocal, Gate::kNone, false, 10,
       "pin!: moves a future into the enclosing scope and pins it there"},
      {kPinNew, "pin_new", kSafe, {any_of(kFuture, ValueType::kBox), Use::kPin}, kNothing, Result::kPinned, kNone, Gate::kUnpin, false, 6,
       "Pin::new, for Unpin targets: borrows a future or takes a box"},
      {kErase, "erase", kSafe, consumes(mask(kPinBox)), kNothing, Result::kOfType, kBoxFuture, Gate::kNone, false, 4,
       "Pin<Box<F>> becomes Pin<Box<dyn Future>>"},
      {kPoll, "poll", kSafe, borrows(kAnyPin | any_of(kPinElement, kBoxFuture)), kNothing, Result::kNone, kNone, Gate::kNone, false, 50,
       "polls through the pin, with the waker of the task that runs the program"},
      {kPollUnpin, "poll_unpin", kSafe, borrows(any_of(kFuture, ValueType::kBox)), kNothing, Result::kNone, kNone, Gate::kUnpin, false, 10,
       "pins for the length of one poll, for Unpin targets"},
      {kSet, "set", kSafe, borrows(kAnyPin | mask(kPinElement)), consumes(mask(kFuture)), Result::kNone, kNone, Gate::kNone, false, 4,
       "Pin::set: destroys the pinned value in place and moves the other one there"},
      {kIntoInner, "into_inner", kSafe, consumes(mask(kPinBox)), kNothing, Result::kOfType, ValueType::kBox, Gate::kUnpin, false, 4,
       "Pin::into_inner, for Unpin targets: the box again"},
      {kSwap, "swap", kSafe, borrows(kAnyHome), borrows(kAnyHome), Result::kNone, kNone, Gate::kUnpinIfPinned, false, 5,
       "mem::swap of two futures; both land in fresh places"},
      {kReplace, "replace", kSafe, borrows(kAnyHome), consumes(mask(kFuture)), Result::kOfType, kFuture, Gate::kUnpinIfPinned, false, 4,
       "mem::replace: gives the old future, moves in the other; both land in fresh places"},
      {OpCode::kVec, "vec", kSafe, consumes(mask(kFuture)), kNothing, Result::kOfType, ValueType::kVec, Gate::kNone, false, 6,
       "moves a future into a new vector, which has no room to spare"},
      {kPush, "push", kSafe, borrows(mask(ValueType::kVec)), consumes(mask(kFuture)), Result::kNone, kNone, Gate::kNone, false, 10,
       "moves a future to the end of the vector, which first moves all its elements to a buffer of twice "
       "their number if it is full or its next place is one that a pop has left"},
      {kPop, "pop", kSafe, borrows(mask(ValueType::kVec)), kNothing, Result::kOfType, kFuture, Gate::kNone, false, 5,
       "moves the last future out of the vector; its place is never used again"},
      {kBlockOn, "block_on", kSafe, consumes(any_of(kFuture, kPinBox, kBoxFuture)), kNothing, Result::kNone, kNone, Gate::kNone, false, 4,
       "takes the future, pins it and polls until it is ready, or is stalled with nobody to wake it"},
      {OpCode::kTask, "task", kSafe, kNothing, kNothing, Result::kOfType, ValueType::kTask, Gate::kNone, false, 4,
       "a counted task on the heap, that wakers can wake"},
      {OpCode::kWaker, "waker", kSafe, borrows(mask(ValueType::kTask)), kNothing, Result::kOfType, ValueType::kWaker, Gate::kNone, false, 4,
       "a counted waker of the task: it keeps the task alive"},
      {kClone, "clone", kSafe, borrows(mask(ValueType::kWaker)), kNothing, Result::kOfType, ValueType::kWaker, Gate::kNone, false, 2,
       "another waker like this one"},
      {kWake, "wake", kSafe, consumes(mask(ValueType::kWaker)), kNothing, Result::kNone, kNone, Gate::kNone, false, 3,
       "wakes the task and drops the waker"},
      {kWakeByRef, "wake_by_ref", kSafe, borrows(mask(ValueType::kWaker)), kNothing, Result::kNone, kNone, Gate::kNone, false, 3,
       "wakes the task and keeps the waker"},
      {kPinUnchecked, "pin_unchecked", kUnsafe, {any_of(kFuture, ValueType::kBox), Use::kPin}, kNothing, Result::kPinned, kNone, Gate::kNone, false, 10,
       "Pin::new_unchecked: borrows a future or takes a box"},
      {kPinElementUnchecked, "pin_element_unchecked", kUnsafe, borrows(mask(ValueType::kVec)), kNothing, Result::kOfType, kPinElement, Gate::kNone, true, 8,
       "Pin::new_unchecked of one element of a vector"},
      {kIntoInnerUnchecked, "into_inner_unchecked", kUnsafe, consumes(mask(kPinBox)), kNothing, Result::kOfType, ValueType::kBox, Gate::kNone, false, 6,
       "Pin::into_inner_unchecked: the box again, its content still pinned"},
      {kMoveOut, "move_out", kUnsafe, consumes(any_of(kPinBox, kPinLocal)), kNothing, Result::kOfType, kFuture, Gate::kNone, false, 8,
       "moves the pinned value out through get_unchecked_mut and releases its place"},
      {kSwapUnchecked, "swap_unchecked", kUnsafe, borrows(kAnyPin), borrows(kAnyPin), Result::kNone, kNone, Gate::kNone, false, 7,
       "mem::swap through get_unchecked_mut; both land in fresh places"},
      {kReplaceUnchecked, "replace_unchecked", kUnsafe, borrows(kAnyPin), consumes(mask(kFuture)), Result::kOfType, kFuture, Gate::kNone, false, 5,
       "mem::replace through get_unchecked_mut; both land in fresh places"},
      {kPollUnpinned, "poll_unpinned", kUnsafe, borrows(any_of(kFuture, ValueType::kBox)), kNothing, Result::kNone, kNone, Gate::kNone, false, 16,
       "pins with Pin::new_unchecked for the length of one poll; the value is pinned for good"},
      {kRelocate, "relocate", kUnsafe, consumes(mask(kFuture)), kNothing, Result::kOfType, kFuture, Gate::kNone, false, 5,
       "moves a future by copying its bytes; the old place is forgotten, not destroyed"},
      {kRawWaker, "raw_waker", kUnsafe, borrows(mask(ValueType::kTask)), kNothing, Result::kOfType, ValueType::kWaker, Gate::kNone, false, 5,
       "a waker that borrows the task without counting: it must not outlive it"},
      {kOpenScope, "{", kSafe, kNothing, kNothing, Result::kNone, kNone, Gate::kNone, false, 4,
       "opens a scope"},
      {kCloseScope, "}", kSafe, kNothing, kNothing, Result::kNone, kNone, Gate::kNone, false, 4,
       "closes it: what was made in it and is still there is dropped, the last first"},
  }};
}();
// clang-format on

constexpr const OpSpec& spec(OpCode code) { return kOps[static_cast<std::size_t>(code)]; }

static_assert(
    [] {
      for (std::size_t i = 0; i < kOpCount; ++i) {
        if (static_cast<std::size_t>(kOps[i].code) != i || kOps[i].weight == 0) return false;
      }
      return true;
    }(),
    "the op table is in the order of OpCode, and every operation can come up");

}  // namespace pinprick::harness
