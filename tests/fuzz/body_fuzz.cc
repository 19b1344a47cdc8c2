// The parser of the bodies of machines: what text_promises.h says of a program that makes one
// machine, whose body is any bytes whatever. In whole programs a body is too rare to be tried much.
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/program/body.h"
#include "harness/program/coroutines.h"
#include "harness/program/text.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/text_promises.h"

namespace pinprick::harness {
namespace {

// That of the first machine in a program; else one of those that the compiler gets to see.
Body some_body_of(absl::string_view text) {
  const absl::StatusOr<Script> script = parse(text, "stored");
  if (script.ok()) {
    for (const Op& op : script->program.ops) {
      if (op.kind.body.count > 0) return op.kind.body;
    }
  }
  return coroutine_body(text.size() % kCoroutines.size());
}

}  // namespace

void judge_input(absl::Span<const std::uint8_t> input) {
  const absl::string_view body(reinterpret_cast<const char*>(input.data()), input.size());
  judge_text(absl::StrCat("let f = make machine(", body, ")"));
}

std::vector<std::uint8_t> input_of(absl::string_view text) {
  const std::string body = to_text(some_body_of(text));
  return {body.begin(), body.end()};
}

std::vector<std::string> dictionary() { return words_of_the_language(); }

}  // namespace pinprick::harness
