#include "harness/program/body_bytes.h"

#include <algorithm>

#include "harness/base/check.h"
#include "harness/program/byte_table.h"

namespace pinprick::harness {
namespace {

// The statement that each first byte means.
constexpr ByteTable kStatementBytes = byte_table(kStatements);
static_assert(kStatementBytes.is_complete());

// The operands that fit a statement, in the order of their numbers. A second byte counts among
// them.
struct Choices {
  std::array<Statement, kMaxLocals * kMaxLocals> all;
  std::size_t count = 0;
};

Choices choices(const BodyState& state, StatementCode code) {
  Choices fitting;
  const StatementSpec& rules = spec(code);
  Statement statement;
  statement.code = code;
  statement.number = rules.number.min;
  const std::size_t seconds = rules.operands() > 1 ? state.locals() : 1;
  for (std::size_t first = 0; first < state.locals(); ++first) {
    for (std::size_t second = 0; second < seconds; ++second) {
      statement.first = static_cast<std::uint8_t>(first);
      if (rules.operands() > 1) statement.second = static_cast<std::uint8_t>(second);
      if (state.check(statement) == BodyState::Refusal::kNone) {
        fitting.all[fitting.count++] = statement;
      }
    }
  }
  return fitting;
}

// `remaining`: how many statements may follow.
Statement read_statement(ByteSource& source, const BodyState& state, std::size_t remaining) {
  const Statement await;
  Statement statement;
  statement.code = kStatementBytes.code_of[source.byte()];
  const StatementSpec& rules = spec(statement.code);
  if (rules.operands() > 0) {
    const Choices fitting = choices(state, statement.code);
    const std::uint8_t which = source.byte();
    return fitting.count == 0 ? await : fitting.all[which % fitting.count];
  }
  if (rules.number.name != nullptr) {
    std::size_t range = rules.number.max - rules.number.min + 1U;
    if (statement.code == StatementCode::kSkip) range = std::min(range, remaining);
    const std::uint8_t number = source.byte();
    if (range == 0) return await;
    statement.number = static_cast<std::uint8_t>(rules.number.min + number % range);
  }
  return state.check(statement) == BodyState::Refusal::kNone ? statement : await;
}

}  // namespace

Body read_body(ByteSource& source) {
  Body body;
  BodyState state;
  const auto add = [&](const Statement& statement) {
    state.apply(statement);
    body.push_back(statement);
  };
  const std::size_t count = 1 + source.byte() % kMaxStatements;
  for (std::size_t left = count; left > 0 && !source.at_end(); --left) {
    add(read_statement(source, state, left - 1));
  }
  // The bytes may have ended before the statements did.
  while (body.count == 0 || state.skipping() > 0) add(Statement{});
  return body;
}

void write_body(std::vector<std::uint8_t>& out, const Body& body) {
  BodyState state;
  out.push_back(static_cast<std::uint8_t>(body.count - 1));
  for (const Statement& statement : body) {
    const StatementSpec& rules = spec(statement.code);
    out.push_back(kStatementBytes.first_byte_of[static_cast<std::size_t>(statement.code)]);
    if (rules.operands() > 0) {
      const Choices fitting = choices(state, statement.code);
      const auto* const end = fitting.all.data() + fitting.count;
      const auto* const found = std::find(fitting.all.data(), end, statement);
      PINPRICK_CHECK(found != end);
      out.push_back(static_cast<std::uint8_t>(found - fitting.all.data()));
    } else if (rules.number.name != nullptr) {
      out.push_back(static_cast<std::uint8_t>(statement.number - rules.number.min));
    }
    state.apply(statement);
  }
}

}  // namespace pinprick::harness
