#include "harness/minimizer/smaller_body.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "harness/base/limits.h"

namespace pinprick::harness {
namespace {

bool holds(StatementSet set, std::size_t statement) { return (set >> statement & 1U) != 0; }

void add_if_valid(const Body& body, std::vector<Body>& bodies) {
  if (is_valid(body)) bodies.push_back(body);
}

void add_shorter(const Body& body, StatementSet left_out, std::vector<Body>& bodies) {
  if (std::optional<Body> shorter = without(body, left_out)) bodies.push_back(*shorter);
}

// With another statement in place of that one, of those that come before it in their table.
void add_cheaper(const Body& body, std::size_t at, std::vector<Body>& bodies) {
  const Statement& old = body.statements[at];
  for (const StatementSpec& rules : kStatements) {
    if (rules.code >= old.code) return;
    if (rules.operands() > spec(old.code).operands()) continue;
    Body cheaper = body;
    Statement& statement = cheaper.statements[at];
    statement = {rules.code};
    if (rules.operands() > 0) statement.first = old.first;
    if (rules.operands() > 1) statement.second = old.second;
    if (rules.number.name != nullptr) statement.number = rules.number.min;
    add_if_valid(cheaper, bodies);
  }
}

void add_smaller_numbers(const Body& body, std::size_t at, std::vector<Body>& bodies) {
  const Statement& statement = body.statements[at];
  const Parameter& number = spec(statement.code).number;
  if (number.name == nullptr) return;
  Body smaller = body;
  // Of a text what counts is on which side of kShortText it lies.
  for (const std::size_t each :
       {std::size_t{number.min}, number.min + std::size_t{1}, kShortText + 1,
        std::size_t{statement.number} / 2, statement.number - std::size_t{1}}) {
    if (each < number.min || each >= statement.number) continue;
    smaller.statements[at].number = static_cast<std::uint8_t>(each);
    add_if_valid(smaller, bodies);
  }
}

void add_older_locals(const Body& body, std::size_t at, std::vector<Body>& bodies) {
  const std::size_t operands = spec(body.statements[at].code).operands();
  for (const auto operand : {&Statement::first, &Statement::second}) {
    if (operands < (operand == &Statement::first ? 1U : 2U)) continue;
    Body older = body;
    for (std::uint8_t local = 0; local < body.statements[at].*operand; ++local) {
      older.statements[at].*operand = local;
      add_if_valid(older, bodies);
    }
  }
}

}  // namespace

std::optional<Body> without(const Body& body, StatementSet left_out) {
  StatementSet left = 0;
  // What each local is called now, in their order.
  std::array<std::uint8_t, kMaxLocals> names;
  names.fill(kNoLocal);
  std::size_t locals = 0;
  std::uint8_t locals_left = 0;
  for (std::size_t i = 0; i < body.count; ++i) {
    const Statement& statement = body.statements[i];
    const StatementSpec& rules = spec(statement.code);
    const bool named = (rules.operands() < 1 || names[statement.first] != kNoLocal) &&
                       (rules.operands() < 2 || names[statement.second] != kNoLocal);
    const bool stays = named && !holds(left_out, i);
    if (stays) left |= StatementSet{1} << i;
    if (rules.declares != LocalType::kNone) names[locals++] = stays ? locals_left++ : kNoLocal;
  }
  Body shorter;
  for (std::size_t i = 0; i < body.count; ++i) {
    if (!holds(left, i)) continue;
    Statement statement = body.statements[i];
    if (statement.first != kNoLocal) statement.first = names[statement.first];
    if (statement.second != kNoLocal) statement.second = names[statement.second];
    if (statement.code == StatementCode::kSkip) {
      const std::size_t end = i + statement.number;
      statement.number = 0;
      for (std::size_t k = i + 1; k <= end; ++k) {
        if (holds(left, k)) ++statement.number;
      }
      if (statement.number == 0) continue;
    }
    shorter.push_back(statement);
  }
  if (!is_valid(shorter)) return std::nullopt;
  return shorter;
}

std::vector<Body> smaller_bodies(const Body& body) {
  std::vector<Body> bodies;
  for (std::size_t length = body.count; length > 0; --length) {
    const StatementSet run = (StatementSet{1} << length) - 1;
    for (std::size_t begin = 0; begin + length <= body.count; ++begin) {
      add_shorter(body, run << begin, bodies);
    }
  }
  for (std::size_t first = 0; first < body.count; ++first) {
    for (std::size_t second = first + 2; second < body.count; ++second) {
      add_shorter(body, StatementSet{1} << first | StatementSet{1} << second, bodies);
    }
  }
  for (std::size_t at = 0; at < body.count; ++at) {
    add_cheaper(body, at, bodies);
    add_smaller_numbers(body, at, bodies);
    add_older_locals(body, at, bodies);
  }
  return bodies;
}

}  // namespace pinprick::harness
