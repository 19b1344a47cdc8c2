#include "harness/program/body_text.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace pinprick::harness {
namespace {

bool is_name(absl::string_view token) {
  return !token.empty() &&
         (absl::ascii_isalpha(static_cast<unsigned char>(token[0])) || token[0] == '_');
}

class BodyParser {
 public:
  explicit BodyParser(Tokens& tokens) : tokens_(tokens) {}

  absl::Status parse(Body& body) {
    tokens_.next();  // `(`
    for (;;) {
      Statement statement;
      if (absl::Status status = parse_statement(statement); !status.ok()) return status;
      state_.apply(statement);
      body.push_back(statement);
      const absl::string_view sign = tokens_.next();
      if (sign == ")" && state_.skipping() == 0) return absl::OkStatus();
      if (sign == ")") {
        return tokens_.unexpected(
            absl::StrCat("`;` and ", state_.skipping(), " more statements for `skip`"));
      }
      if (sign != ";") return tokens_.unexpected("`;` or `)`");
    }
  }

 private:
  absl::Status parse_statement(Statement& statement) {
    absl::string_view name;
    absl::string_view word = tokens_.next();
    if (!is_name(word)) return tokens_.unexpected("a statement");
    if (tokens_.peek() == "=") {
      name = word;
      if (find(name) < state_.locals()) return tokens_.unexpected("a name that is not taken");
      tokens_.next();
      word = tokens_.next();
    }
    // One word stands for two statements: `await`, and `await A`.
    const bool has_operand = is_name(tokens_.peek());
    const auto* const rules =
        std::find_if(kStatements.begin(), kStatements.end(), [&](const StatementSpec& each) {
          const bool fits = word != "await" || (each.operands() > 0) == has_operand;
          return word == each.name && fits;
        });
    if (rules == kStatements.end() || (rules->declares == LocalType::kNone) != name.empty()) {
      return tokens_.unexpected(name.empty() ? "a statement" : "what makes a local");
    }
    statement.code = rules->code;
    using Refusal = BodyState::Refusal;
    if (state_.statements() == kMaxStatements) {
      return tokens_.unexpected(wanted(Refusal::kTooManyStatements));
    }
    for (std::size_t i = 0; i < rules->operands(); ++i) {
      (i == 0 ? statement.first : statement.second) = find(tokens_.next());
      const Refusal refusal = i == 0 ? state_.check_first(statement) : state_.check(statement);
      if (refusal != Refusal::kNone) return tokens_.unexpected(wanted(refusal));
    }
    if (rules->number.name != nullptr) {
      int number = 0;
      if (!absl::SimpleAtoi(tokens_.next(), &number) || number < rules->number.min ||
          number > rules->number.max) {
        return tokens_.unexpected(
            absl::StrCat("a number from ", int{rules->number.min}, " to ", int{rules->number.max}));
      }
      statement.number = static_cast<std::uint8_t>(number);
    }
    const Refusal refusal = state_.check(statement);
    if (refusal != Refusal::kNone) return tokens_.unexpected(wanted(refusal));
    if (!name.empty()) names_[state_.locals()] = name;
    return absl::OkStatus();
  }

  // The number of a local; kNoLocal if none has the name.
  std::uint8_t find(absl::string_view name) const {
    for (std::size_t i = 0; i < state_.locals(); ++i) {
      if (names_[i] == name) return static_cast<std::uint8_t>(i);
    }
    return kNoLocal;
  }

  Tokens& tokens_;
  BodyState state_;
  std::array<absl::string_view, kMaxLocals> names_;
};

}  // namespace

absl::Status parse_body(Tokens& tokens, Body& body) { return BodyParser(tokens).parse(body); }

}  // namespace pinprick::harness
