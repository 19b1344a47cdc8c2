// Which values are alive at a point of a program, of what type, and who borrows from whom.
//
// The one place that knows when an operation is valid: parser, byte decoder, generator and
// validation all ask it. Cost: constant for each operation, and for each value a scope drops.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "harness/program/program.h"

namespace pinprick::harness {

enum class Refusal : std::uint8_t {
  kNone,
  kTooManyOps,
  kNoSuchValue,    // the operand was never made, or is out of scope
  kGone,           // the operand was consumed, dropped, or its borrow has ended
  kWrongType,      // the operation does not take this type
  kNeedsUnpin,     // a gated operation on a type that does not claim Unpin
  kShapesDiffer,   // the operands are different types of future
  kSameValue,      // both operands are one value
  kBorrowed,       // one operand borrows from the other
  kNoSuchElement,  // the index lies outside the vector
  kRowFull,
  kShared,        // the only pointer to its target is wanted
  kWaits,         // not on the stack of block_on
  kNoEvent,       // only an event has careless waiters
  kNoSuchSignal,  // the source does not have it
  kScopesTooDeep,
  kNoScopeOpen,
  kBadKind,  // a number of the kind lies outside its range
  kNoGuest,  // no guest, or not one
  kOneWorld,
  kNoSuchCall,  // the guest does not have it
  kNotForGuests,
};

// What would have been accepted, as the second half of an error message.
absl::string_view wanted(Refusal refusal);

class Typestate {
 public:
  struct Value {
    ValueType type = ValueType::kNone;  // kNone: this operation gave no value
    Shape shape = 0;
    bool unpin = true;
    bool alive = false;
    bool waits = false;              // futures: one of its leaves waits for a source
    Source source = Source::kEvent;  // sources
    std::uint8_t length = 0;         // rows: elements in it
    std::uint16_t owners = 0;        // of what this `rc` made: the pointers to it
    ValueId shared = kNoValue;       // shared pointers: the operation that made the first of them
    ValueId referent = kNoValue;     // borrowed pins: what they borrow from
    ValueId borrower = kNoValue;     // the borrowed pin that was made of this value last
    std::uint16_t list_index = 0;    // where it stands among the living of its type
  };

  // Forgets everything; keeps its memory.
  void reset();

  // Whether `op` may come next, and which operand is at fault (0, 1 or 2: neither).
  Refusal check(const Op& op) const {
    std::size_t operand = 0;
    return check(op, operand);
  }
  Refusal check(const Op& op, std::size_t& operand) const;

  // Whether the first operand alone is acceptable.
  Refusal check_first(const Op& op) const;

  // How many numbers of an element `code` accepts for `row`: an element may be inserted behind the
  // last one too.
  std::size_t indices(OpCode code, ValueId row) const {
    return values_[row].length + (code == OpCode::kInsert ? 1U : 0U);
  }

  // Whether behind an operation of that code all open scopes can still be closed: a program ends
  // with that, and has kMaxOps operations at most.
  bool leaves_room(OpCode code) const;

  // Takes `op`, for which check() is kNone.
  void apply(const Op& op);

  std::size_t size() const { return values_.size(); }
  std::size_t scope_depth() const { return scopes_.size(); }
  const Value& value(ValueId id) const { return values_[id]; }

  // The living values of the types in `types`, counted: the order is fixed by the program alone.
  std::size_t count(TypeMask types) const;
  ValueId nth(TypeMask types, std::size_t index) const;  // index < count(types)
  std::size_t index_of(TypeMask types, ValueId id) const;

 private:
  Refusal check_operand(const Operand& operand, ValueId id) const;
  void add(const Value& value);
  void end(ValueId id);
  void drop(ValueId id);
  void end_borrow(ValueId id);

  std::vector<Value> values_;
  std::vector<ValueId> scopes_;  // the first value of each open scope
  std::array<std::vector<ValueId>, kValueTypeCount> living_;
  TypeMask present_ = 0;  // the types of which something is alive
  bool has_world_ = false;
};

}  // namespace pinprick::harness
