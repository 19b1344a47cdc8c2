#include "harness/program/body.h"

#include "absl/strings/str_cat.h"

namespace pinprick::harness {
namespace {

std::string local_name(std::size_t local) {
  return std::string(1, static_cast<char>('a' + static_cast<int>(local)));
}

}  // namespace

absl::string_view wanted(BodyState::Refusal refusal) {
  using Refusal = BodyState::Refusal;
  switch (refusal) {
    case Refusal::kNone:
      return "nothing else";
    case Refusal::kTooManyStatements:
      return "`)`: the body has as many statements as there may be";
    case Refusal::kTooManyLocals:
      return "no further local: the body has as many as there may be";
    case Refusal::kLocalInSkip:
      return "a statement that makes no local, where a `skip` may jump over it";
    case Refusal::kSkipInSkip:
      return "no `skip` among what another one may jump over";
    case Refusal::kNoSuchLocal:
      return "a local that was made before";
    case Refusal::kWrongType:
      return "a local of a type that the statement takes";
    case Refusal::kGone:
      return "a local that is certainly alive";
    case Refusal::kReferentGone:
      return "a reference to a local that is certainly alive";
    case Refusal::kSameLocal:
      return "another node than the first";
    case Refusal::kGuarded:
      return "a local that no guard looks at";
    case Refusal::kBadNumber:
      return "a number in its range";
  }
  return "";
}

BodyState::Refusal BodyState::check_operand(LocalMask types, std::uint8_t local) const {
  if (local >= locals_) return Refusal::kNoSuchLocal;
  const Local& named = table_[local];
  if (!holds(types, named.type)) return Refusal::kWrongType;
  if (!named.usable) return Refusal::kGone;
  if (named.type == LocalType::kRef && !table_[named.target].usable) return Refusal::kReferentGone;
  return Refusal::kNone;
}

BodyState::Refusal BodyState::check_first(const Statement& statement) const {
  const StatementSpec& rules = spec(statement.code);
  const Refusal refusal = check_operand(rules.first, statement.first);
  if (refusal != Refusal::kNone) return refusal;
  if (statement.code == StatementCode::kDrop) {
    for (const Local& each : table_) {
      const bool guards = each.type == LocalType::kGuard && each.target == statement.first;
      if (guards && each.possible) return Refusal::kGuarded;
    }
  }
  return Refusal::kNone;
}

BodyState::Refusal BodyState::check(const Statement& statement) const {
  const StatementSpec& rules = spec(statement.code);
  if (statements_ == kMaxStatements) return Refusal::kTooManyStatements;
  if (rules.declares != LocalType::kNone) {
    if (skipping_ > 0) return Refusal::kLocalInSkip;
    if (locals_ == kMaxLocals) return Refusal::kTooManyLocals;
  }
  if (statement.code == StatementCode::kSkip && skipping_ > 0) return Refusal::kSkipInSkip;
  const bool in_range =
      statement.number >= rules.number.min && statement.number <= rules.number.max;
  if (rules.number.name == nullptr ? statement.number != 0 : !in_range) return Refusal::kBadNumber;
  if (rules.operands() > 0) {
    const Refusal refusal = check_first(statement);
    if (refusal != Refusal::kNone) return refusal;
  } else if (statement.first != kNoLocal) {
    return Refusal::kNoSuchLocal;
  }
  if (rules.operands() > 1) {
    const Refusal refusal = check_operand(rules.second, statement.second);
    if (refusal != Refusal::kNone) return refusal;
    if (statement.first == statement.second) return Refusal::kSameLocal;
  } else if (statement.second != kNoLocal) {
    return Refusal::kNoSuchLocal;
  }
  return Refusal::kNone;
}

void BodyState::apply(const Statement& statement) {
  const StatementSpec& rules = spec(statement.code);
  if (rules.declares != LocalType::kNone) {
    table_[locals_++] = {rules.declares, statement.first, true, true};
  }
  if (statement.code == StatementCode::kDrop || statement.code == StatementCode::kAwaitLocal) {
    table_[statement.first].usable = false;
    table_[statement.first].possible = skipping_ > 0;
  }
  ++statements_;
  if (skipping_ > 0) --skipping_;
  if (statement.code == StatementCode::kSkip) skipping_ = statement.number;
}

bool is_valid(const Body& body) {
  if (body.count == 0 || body.count > kMaxStatements) return false;
  BodyState state;
  for (const Statement& statement : body) {
    if (state.check(statement) != BodyState::Refusal::kNone) return false;
    state.apply(statement);
  }
  for (std::size_t i = body.count; i < kMaxStatements; ++i) {
    if (body.statements[i] != Statement{}) return false;
  }
  return state.skipping() == 0;
}

std::string to_text(const Body& body) {
  std::string out;
  std::size_t locals = 0;
  for (const Statement& statement : body) {
    const StatementSpec& rules = spec(statement.code);
    if (!out.empty()) out += "; ";
    if (rules.declares != LocalType::kNone) absl::StrAppend(&out, local_name(locals++), " = ");
    out += rules.name;
    if (rules.operands() > 0) absl::StrAppend(&out, " ", local_name(statement.first));
    if (rules.operands() > 1) absl::StrAppend(&out, " ", local_name(statement.second));
    if (rules.number.name != nullptr) absl::StrAppend(&out, " ", int{statement.number});
  }
  return out;
}

}  // namespace pinprick::harness
