#include "harness/mutator/body_draft.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/limits.h"
#include "harness/mutator/kinds.h"
#include "harness/mutator/lottery.h"

namespace pinprick::harness {
namespace {

const Lottery<kStatementCount>& statement_lottery() {
  static const Lottery<kStatementCount> lottery = [] {
    std::array<std::size_t, kStatementCount> weights{};
    for (std::size_t i = 0; i < kStatementCount; ++i) weights[i] = kStatements[i].weight;
    return Lottery<kStatementCount>(weights);
  }();
  return lottery;
}

// A name that no part has.
std::uint8_t fresh_local(absl::Span<const BodyPart> parts) {
  std::uint8_t free = 0;
  for (const BodyPart& part : parts) {
    if (part.name != kNoLocal) free = std::max<std::uint8_t>(free, part.name + 1);
  }
  return free;
}

// The names of locals that are made before part `end`, of one of the types.
std::vector<std::uint8_t> locals_before(absl::Span<const BodyPart> parts, std::size_t end,
                                        LocalMask types) {
  std::vector<std::uint8_t> names;
  for (const BodyPart& part : parts.subspan(0, end)) {
    const LocalType type = spec(part.statement.code).declares;
    if (type != LocalType::kNone && holds(types, type)) names.push_back(part.name);
  }
  return names;
}

std::uint8_t draw_local(absl::Span<const BodyPart> parts, std::size_t end, LocalMask types,
                        Random& random) {
  const std::vector<std::uint8_t> names = locals_before(parts, end, types);
  return names.empty() ? kNoLocal : names[random.below(names.size())];
}

void draw_operands(absl::Span<const BodyPart> parts, std::size_t at, Statement& statement,
                   Random& random) {
  const StatementSpec& rules = spec(statement.code);
  if (rules.operands() > 0) statement.first = draw_local(parts, at, rules.first, random);
  if (rules.operands() > 1) statement.second = draw_local(parts, at, rules.second, random);
}

void insert(std::vector<BodyPart>& parts, Random& random) {
  const std::size_t at = random.below(parts.size() + 1);
  BodyPart part;
  part.statement.code = static_cast<StatementCode>(statement_lottery().draw(random));
  const StatementSpec& rules = spec(part.statement.code);
  if (rules.declares != LocalType::kNone) part.name = fresh_local(parts);
  part.statement.number = draw_number(rules.number, random);
  draw_operands(parts, at, part.statement, random);
  parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(at), part);
}

void duplicate(std::vector<BodyPart>& parts, std::size_t at, Random& random) {
  BodyPart copy = parts[at];
  if (copy.name != kNoLocal) copy.name = fresh_local(parts);
  const std::size_t to = at + 1 + random.below(parts.size() - at);
  parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(to), copy);
}

}  // namespace

std::vector<BodyPart> take_apart(const Body& body) {
  std::vector<BodyPart> parts;
  parts.reserve(body.count + 1U);
  std::uint8_t locals = 0;
  for (const Statement& statement : body) {
    const bool declares = spec(statement.code).declares != LocalType::kNone;
    parts.push_back({declares ? locals++ : kNoLocal, statement});
  }
  return parts;
}

Body assemble(absl::Span<const BodyPart> parts) {
  Body body;
  BodyState state;
  std::array<std::uint8_t, 256> places;
  places.fill(kNoLocal);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Statement statement = parts[i].statement;
    const StatementSpec& rules = spec(statement.code);
    if (rules.operands() > 0) statement.first = places[statement.first];
    if (rules.operands() > 1) statement.second = places[statement.second];
    if (statement.code == StatementCode::kSkip) {
      const std::size_t left =
          kMaxStatements - 1 - std::min<std::size_t>(body.count, kMaxStatements - 1);
      statement.number = static_cast<std::uint8_t>(
          std::min({std::size_t{statement.number}, parts.size() - i - 1, left}));
    }
    if (state.check(statement) != BodyState::Refusal::kNone) continue;
    if (rules.declares != LocalType::kNone) {
      places[parts[i].name] = static_cast<std::uint8_t>(state.locals());
    }
    state.apply(statement);
    body.push_back(statement);
  }
  // What the last `skip` jumps over may have been left out.
  while (body.count == 0 || state.skipping() > 0) {
    state.apply(Statement());
    body.push_back(Statement());
  }
  return body;
}

void change(std::vector<BodyPart>& parts, Random& random) {
  const std::size_t at = random.below(parts.size());
  Statement& statement = parts[at].statement;
  switch (random.below(8)) {
    case 0:
    case 1:
      insert(parts, random);
      break;
    case 2:
      parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 3:
      duplicate(parts, at, random);
      break;
    case 4:
      std::swap(parts[at], parts[random.below(parts.size())]);
      break;
    case 5:
      draw_operands(parts, at, statement, random);
      break;
    case 6:
      statement.number = draw_number(spec(statement.code).number, random);
      break;
    default:
      // Elsewhere relative to an await, which is where a state ends.
      if (at + 1 < parts.size()) std::swap(parts[at], parts[at + 1]);
      break;
  }
}

}  // namespace pinprick::harness
