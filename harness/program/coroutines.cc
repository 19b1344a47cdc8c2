#include "harness/program/coroutines.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "harness/base/check.h"
#include "harness/program/body_text.h"

namespace pinprick::harness {
namespace {

// A body that stands alone, in brackets.
class Words final : public Tokens {
 public:
  explicit Words(std::string text) : text_(std::move(text)), rest_(text_) {}

  absl::string_view next() override {
    const absl::string_view token = peek();
    rest_.remove_prefix(token.size());
    return token;
  }
  absl::string_view peek() override {
    while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
    std::size_t size = rest_.empty() ? 0 : 1;
    if (size == 1 && in_word(rest_[0])) {
      while (size < rest_.size() && in_word(rest_[size])) ++size;
    }
    return rest_.substr(0, size);
  }
  absl::Status unexpected(absl::string_view expected) const override {
    return absl::InvalidArgumentError(absl::StrCat("at `", rest_, "`: expected ", expected));
  }

 private:
  static bool in_word(char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
  }

  std::string text_;
  absl::string_view rest_;
};

std::string name_of(std::uint8_t local) {
  return std::string(1, static_cast<char>('a' + static_cast<int>(local)));
}

// A local with a destructor can end before its scope does, and is reached through a Local.
std::string use_of(const BodyState& state, std::uint8_t local) {
  const bool wrapped = holds(kDroppableLocals, state.local(local).type);
  return absl::StrCat(wrapped ? "*" : "", name_of(local));
}

std::string declaration(const BodyState& state, const Statement& statement) {
  const auto made = static_cast<std::uint8_t>(state.locals());
  const std::string name = name_of(made);
  const int number = statement.number;
  const auto wrapped = [&](absl::string_view type, absl::string_view value) {
    return absl::StrCat("Local<", type, "> ", name, "(who, ", int{made}, ", ", value, ");");
  };
  const auto address = [&] {
    return absl::StrCat("opaque(&", use_of(state, statement.first), ")");
  };
  switch (statement.code) {
    case StatementCode::kInt:
      return absl::StrCat("Int ", name, " = ", number, ";");
    case StatementCode::kBytes:
      return absl::StrCat("Bytes ", name, "(", number, ");");
    case StatementCode::kText:
      return wrapped("Text", absl::StrCat("text(", number, ")"));
    case StatementCode::kBoxed:
      return wrapped("Boxed", absl::StrCat("boxed(", number, ")"));
    case StatementCode::kNode:
      return wrapped("Node", absl::StrCat(number));
    case StatementCode::kYieldN:
      return wrapped("YieldN<Int>", absl::StrCat("yield_n(", number, ", Int{", number, "})"));
    case StatementCode::kNested:
      return wrapped("Nested", absl::StrCat(number));
    case StatementCode::kRef:
      return absl::StrCat("auto* const ", name, " = ", address(), ";");
    case StatementCode::kDeref:
      return absl::StrCat("auto const ", name, " = opaque(deref(", use_of(state, statement.first),
                          "));");
    case StatementCode::kGuard:
      return wrapped(absl::StrCat("Guard<decltype(", address(), ")>"), address());
    default:
      return "";
  }
}

std::string line_of(const BodyState& state, const Statement& statement) {
  const std::string first = statement.first == kNoLocal ? "" : use_of(state, statement.first);
  const std::string name = statement.first == kNoLocal ? "" : name_of(statement.first);
  switch (statement.code) {
    case StatementCode::kAwait:
      return "co_await yield_now();";
    case StatementCode::kAwaitLocal:
      return absl::StrCat("{\n    const Int given = co_await std::move(", first,
                          ");\n    output += given;\n  }\n  ", name, ".end();");
    case StatementCode::kLink:
      return absl::StrCat(name, "->link_behind(", use_of(state, statement.second), ");");
    case StatementCode::kRead:
      return absl::StrCat("output += read(", first, ");");
    case StatementCode::kWrite:
      return absl::StrCat("write(", first, ");");
    case StatementCode::kFollow:
      return absl::StrCat("output += ", name, "->follow();");
    case StatementCode::kDrop:
      return absl::StrCat(name, ".end();");
    case StatementCode::kSkip:
      return "if (output % 2 != 0) {";
    default:
      return absl::StrCat("[[maybe_unused]] ", declaration(state, statement));
  }
}

}  // namespace

const Body& coroutine_body(std::size_t shape) {
  static const std::array<Body, kCoroutines.size()> bodies = [] {
    std::array<Body, kCoroutines.size()> parsed;
    for (std::size_t i = 0; i < parsed.size(); ++i) {
      Words words(absl::StrCat("(", kCoroutines[i], ")"));
      PINPRICK_CHECK(parse_body(words, parsed[i]).ok());
    }
    return parsed;
  }();
  return bodies[shape];
}

std::string to_cpp(const Body& body, absl::string_view function) {
  std::string out = absl::StrCat("// ", to_text(body), "\nCo<Int> ", function,
                                 "([[maybe_unused]] Identity who) {\n", "  Int output = 0;\n");
  BodyState state;
  for (const Statement& statement : body) {
    absl::StrAppend(&out, "  ", line_of(state, statement), "\n");
    const bool last_skipped = state.skipping() == 1;
    state.apply(statement);
    if (last_skipped) out += "  }\n";
  }
  return out + "  co_return output;\n}\n";
}

}  // namespace pinprick::harness
