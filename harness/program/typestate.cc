#include "harness/program/typestate.h"

#include <bit>

#include "absl/strings/str_cat.h"
#include "harness/base/limits.h"
#include "harness/program/guest.h"

namespace pinprick::harness {
namespace {

bool in_range(const Parameter& parameter, std::uint8_t number) {
  if (parameter.name == nullptr) return number == 0;
  return number >= parameter.min && number <= parameter.max;
}

bool in_range(const LeafArgs& args) {
  return in_range(spec(args.leaf).count, args.count) && in_range(spec(args.leaf).value, args.value);
}

// Of a kind whose first leaf is one that can be made by name, or waits.
bool in_range(const Kind& kind) {
  if (!in_range(kind.first) || !takes_first(kind.combinator, kind.first.leaf)) return false;
  if (kind.arity() == 1) {
    if (kind.second != LeafArgs{}) return false;
  } else if (!in_range(kind.second) || !takes(kind.combinator, kind.second.leaf)) {
    return false;
  }
  if (kind.first.leaf == Leaf::kMachine ? !is_valid(kind.body) : kind.body != Body{}) return false;
  return in_range(spec(kind.combinator).number, kind.number);
}

bool is_pin(ValueType type) { return holds(kAnyPin, type); }

constexpr Shape kGuestShape = shape_of(Combinator::kNone, Leaf::kGuest);

// Whether the guest has that call, and it takes what it is given.
bool is_call(const Op& op) {
  const std::vector<GuestCall>& calls = guest()->calls;
  return op.index < calls.size() && (op.argument == 0 || calls[op.index].takes_argument);
}

}  // namespace

absl::string_view name(ValueType type) {
  switch (type) {
    case ValueType::kNone:
      return "nothing";
    case ValueType::kFuture:
      return "a future";
    case ValueType::kBox:
      return "a box";
    case ValueType::kPinBox:
      return "a pinned box";
    case ValueType::kPinLocal:
      return "a pin of a local";
    case ValueType::kPinRef:
      return "a borrowed pin";
    case ValueType::kPinElement:
      return "a borrowed pin of an element";
    case ValueType::kBoxFuture:
      return "an erased future";
    case ValueType::kRc:
      return "a shared pointer";
    case ValueType::kPinRc:
      return "a pinned shared pointer";
    case ValueType::kPinRogue:
      return "a pinned rogue pointer";
    case ValueType::kVec:
      return "a vec";
    case ValueType::kDeque:
      return "a deque";
    case ValueType::kArray:
      return "an array";
    case ValueType::kOption:
      return "an option";
    case ValueType::kSource:
      return "a source";
    case ValueType::kTask:
      return "a task";
    case ValueType::kWaker:
      return "a waker";
  }
  return "";
}

absl::string_view wanted(Refusal refusal) {
  switch (refusal) {
    case Refusal::kNone:
      return "nothing else";
    case Refusal::kTooManyOps:
      return "no further operation: the program has as many as there may be";
    case Refusal::kNoSuchValue:
      return "a value that was made before";
    case Refusal::kGone:
      return "a value that is still there: it was moved, dropped, or its borrow has ended";
    case Refusal::kWrongType:
      return "a value of a type that the operation takes";
    case Refusal::kNeedsUnpin:
      return "a future that claims Unpin";
    case Refusal::kShapesDiffer:
      return "a future of the same type as the other";
    case Refusal::kSameValue:
      return "another value than the first";
    case Refusal::kBorrowed:
      return "a value of which the other does not borrow, nor it of the other";
    case Refusal::kNoSuchElement:
      return "a row that has the element";
    case Refusal::kRowFull:
      return "a row that is not full";
    case Refusal::kShared:
      return "the only pointer to its future";
    case Refusal::kWaits:
      return "a future that waits for no event, unless it is pinned in a box";
    case Refusal::kNoEvent:
      return "a source of kind `event`";
    case Refusal::kNoSuchSignal:
      return "a source that has this signal";
    case Refusal::kScopesTooDeep:
      return "no further scope: they are nested as deep as they may be";
    case Refusal::kNoScopeOpen:
      return "an open scope to close";
    case Refusal::kBadKind:
      return "a kind with its numbers in their ranges";
    case Refusal::kNoGuest:
      return "a guest: a type that somebody brought";
    case Refusal::kOneWorld:
      return "one world only, around all guests";
    case Refusal::kNoSuchCall:
      return "a call that the guest has, and an argument only if it takes one";
    case Refusal::kNotForGuests:
      return "a future of the library: a guest is not taken, or claims too little for that";
  }
  return "";
}

void Typestate::reset() {
  values_.clear();
  scopes_.clear();
  for (std::vector<ValueId>& list : living_) list.clear();
  present_ = 0;
  has_world_ = false;
}

Refusal Typestate::check_operand(const Operand& operand, ValueId id) const {
  if (id >= values_.size() || values_[id].type == ValueType::kNone) return Refusal::kNoSuchValue;
  const Value& value = values_[id];
  if (!value.alive) return Refusal::kGone;
  if (!holds(operand.types, value.type)) return Refusal::kWrongType;
  return Refusal::kNone;
}

Refusal Typestate::check_first(const Op& op) const {
  const OpSpec& rules = spec(op.code);
  const Refusal refusal = check_operand(rules.first, op.first);
  if (refusal != Refusal::kNone) return refusal;
  const Value& value = values_[op.first];
  const bool gated =
      rules.gate == Gate::kUnpin || (rules.gate == Gate::kUnpinIfPinned && is_pin(value.type));
  if (gated && !value.unpin) return Refusal::kNeedsUnpin;
  const bool grows = op.code == OpCode::kPush || op.code == OpCode::kInsert;
  if (grows && value.length == kMaxRowLength) return Refusal::kRowFull;
  const bool needs_element = op.code == OpCode::kPop || op.code == OpCode::kTake ||
                             op.code == OpCode::kReset ||
                             (op.code == OpCode::kCall && holds(kAnyRow, value.type)) ||
                             (rules.takes_index && op.code != OpCode::kInsert);
  if (needs_element && value.length == 0) return Refusal::kNoSuchElement;
  if (op.code == OpCode::kWaitCareless && value.source != Source::kEvent) return Refusal::kNoEvent;
  if (op.code == OpCode::kCall && value.shape != kGuestShape) return Refusal::kNoGuest;
  if (value.shape == kGuestShape && holds(kHasShape, value.type) && !takes(*guest(), op.code)) {
    return Refusal::kNotForGuests;
  }
  if (op.code == OpCode::kBlockOn && value.type == ValueType::kFuture && value.waits) {
    return Refusal::kWaits;
  }
  if (op.code == OpCode::kUnwrapRc && values_[value.shared].owners != 1) return Refusal::kShared;
  return Refusal::kNone;
}

Refusal Typestate::check(const Op& op, std::size_t& operand) const {
  const OpSpec& rules = spec(op.code);
  operand = 2;
  if (values_.size() >= kMaxOps) return Refusal::kTooManyOps;
  if (op.code == OpCode::kOpenScope && scopes_.size() >= kMaxScopeDepth) {
    return Refusal::kScopesTooDeep;
  }
  if (op.code == OpCode::kCloseScope && scopes_.empty()) return Refusal::kNoScopeOpen;
  if (op.code == OpCode::kMake && !(is_makeable(op.kind.first.leaf) && in_range(op.kind))) {
    return Refusal::kBadKind;
  }
  if (op.code == OpCode::kSource) {
    if (!in_range(spec(op.source.source).number, op.source.number)) return Refusal::kBadKind;
    if (op.source.source == Source::kWorld) {
      if (guest() == nullptr) return Refusal::kNoGuest;
      if (has_world_) return Refusal::kOneWorld;
    }
  }
  if (rules.operands() == 0) return Refusal::kNone;

  operand = 0;
  Refusal refusal = check_first(op);
  if (refusal != Refusal::kNone) return refusal;
  const Value& first = values_[op.first];
  if (rules.takes_index && op.index >= indices(op.code, op.first)) return Refusal::kNoSuchElement;
  if (op.code == OpCode::kWait &&
      (op.kind.first.leaf != waiter_of(first.source) || !in_range(op.kind))) {
    operand = 2;
    return Refusal::kBadKind;
  }
  if (op.code == OpCode::kSignal && op.index >= signal_count(first.source)) {
    return Refusal::kNoSuchSignal;
  }
  if (op.code == OpCode::kCall && !is_call(op)) return Refusal::kNoSuchCall;
  if (rules.operands() == 1) return Refusal::kNone;

  operand = 1;
  refusal = check_operand(rules.second, op.second);
  if (refusal != Refusal::kNone) return refusal;
  const Value& second = values_[op.second];
  if (op.first == op.second) return Refusal::kSameValue;
  if (first.referent == op.second || second.referent == op.first) return Refusal::kBorrowed;
  if (holds(kHasShape, second.type) && first.shape != second.shape) return Refusal::kShapesDiffer;
  if (rules.gate == Gate::kUnpinIfPinned && is_pin(second.type) && !second.unpin) {
    return Refusal::kNeedsUnpin;
  }
  return Refusal::kNone;
}

void Typestate::add(const Value& value) {
  values_.push_back(value);
  if (!value.alive) return;
  std::vector<ValueId>& list = living_[static_cast<std::size_t>(value.type)];
  present_ |= mask(value.type);
  values_.back().list_index = static_cast<std::uint16_t>(list.size());
  list.push_back(static_cast<ValueId>(values_.size() - 1));
}

void Typestate::end(ValueId id) {
  Value& value = values_[id];
  std::vector<ValueId>& list = living_[static_cast<std::size_t>(value.type)];
  list[value.list_index] = list.back();
  values_[list.back()].list_index = value.list_index;
  list.pop_back();
  if (list.empty()) present_ &= ~mask(value.type);
  value.alive = false;
}

// Ends a value whose destructor runs.
void Typestate::drop(ValueId id) {
  if (values_[id].shared != kNoValue) --values_[values_[id].shared].owners;
  end(id);
}

// Using a value in any way ends the borrow that was made of it.
void Typestate::end_borrow(ValueId id) {
  const ValueId borrower = values_[id].borrower;
  if (borrower == kNoValue) return;
  values_[id].borrower = kNoValue;
  if (values_[borrower].alive) end(borrower);
}

bool Typestate::leaves_room(OpCode code) const {
  std::size_t closings = scopes_.size();
  if (code == OpCode::kOpenScope) ++closings;
  if (code == OpCode::kCloseScope) --closings;
  return values_.size() + 1 + closings <= kMaxOps;
}

void Typestate::apply(const Op& op) {
  const OpSpec& rules = spec(op.code);
  const auto id = static_cast<ValueId>(values_.size());
  if (op.code == OpCode::kOpenScope) scopes_.push_back(id);
  if (op.code == OpCode::kCloseScope) {
    for (ValueId inner = id; inner-- > scopes_.back();) {
      if (values_[inner].alive) drop(inner);
    }
    scopes_.pop_back();
  }

  Value result;
  if (op.code == OpCode::kMake) {
    result.shape = op.kind.shape();
    result.unpin = op.kind.unpin();
  }
  if (op.code == OpCode::kSource) {
    result.source = op.source.source;
    has_world_ = has_world_ || result.source == Source::kWorld;
  }
  if (rules.operands() > 0) {
    end_borrow(op.first);
    if (rules.operands() > 1) end_borrow(op.second);
    Value& first = values_[op.first];
    result.shape = first.shape;
    result.unpin = first.unpin;
    result.waits = first.waits;
    result.source = first.source;
    result.type = type_given(rules, first.type);
    if (rules.result == Result::kSame) {
      result.length = first.length;
      result.referent = first.referent;
    }
    if (rules.result != Result::kOfType) result.shared = first.shared;
    switch (op.code) {
      case OpCode::kVec:
      case OpCode::kDeque:
      case OpCode::kOption:
        result.length = 1;
        break;
      case OpCode::kArray:
        result.length = 2;
        break;
      case OpCode::kPush:
      case OpCode::kInsert:
        ++first.length;
        break;
      case OpCode::kPop:
      case OpCode::kRemove:
      case OpCode::kTake:
      case OpCode::kReset:
        --first.length;
        break;
      case OpCode::kEmplace:
        first.length = 1;
        break;
      case OpCode::kRc:
      case OpCode::kRcPin:
        result.shared = id;
        result.owners = 1;
        break;
      case OpCode::kClone:
        if (first.shared != kNoValue) ++values_[first.shared].owners;
        break;
      case OpCode::kWait:
      case OpCode::kWaitCareless: {
        const Kind kind = op.code == OpCode::kWait ? op.kind : kind_of(Leaf::kCareless);
        result.shape = kind.shape();
        result.unpin = kind.unpin();
        result.waits = true;
        break;
      }
      default:
        break;
    }
    const bool borrows = result.type == ValueType::kPinRef || result.type == ValueType::kPinElement;
    if (borrows && rules.result != Result::kSame) {
      result.referent = op.code == OpCode::kMapUnchecked ? op.second : op.first;
    }
    if (op.code == OpCode::kDrop) {
      drop(op.first);
    } else if (consumes(rules.first.use, first.type)) {
      end(op.first);
    }
    if (rules.operands() > 1 && consumes(rules.second.use, values_[op.second].type)) end(op.second);
  } else if (rules.result == Result::kOfType) {
    result.type = rules.type;
  }
  result.alive = result.type != ValueType::kNone;
  if (result.referent != kNoValue) values_[result.referent].borrower = id;
  add(result);
}

std::size_t Typestate::count(TypeMask types) const {
  std::size_t total = 0;
  for (TypeMask left = types & present_; left != 0; left &= left - 1) {
    total += living_[static_cast<std::size_t>(std::countr_zero(left))].size();
  }
  return total;
}

ValueId Typestate::nth(TypeMask types, std::size_t index) const {
  for (TypeMask left = types & present_; left != 0; left &= left - 1) {
    const std::vector<ValueId>& list = living_[static_cast<std::size_t>(std::countr_zero(left))];
    if (index < list.size()) return list[index];
    index -= list.size();
  }
  return kNoValue;
}

std::size_t Typestate::index_of(TypeMask types, ValueId id) const {
  const ValueType type = values_[id].type;
  const TypeMask before = static_cast<TypeMask>(types & (mask(type) - 1U));
  return count(before) + values_[id].list_index;
}

absl::Status validate(const Program& program) {
  Typestate state;
  for (std::size_t i = 0; i < program.ops.size(); ++i) {
    const Refusal refusal = state.check(program.ops[i]);
    if (refusal != Refusal::kNone) {
      return absl::InvalidArgumentError(absl::StrCat("operation ", i + 1, " (",
                                                     spec(program.ops[i].code).name, "): expected ",
                                                     wanted(refusal)));
    }
    state.apply(program.ops[i]);
  }
  if (state.scope_depth() > 0)
    return absl::InvalidArgumentError("a scope is still open at the end");
  return absl::OkStatus();
}

}  // namespace pinprick::harness
