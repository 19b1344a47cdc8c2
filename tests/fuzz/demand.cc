#include "tests/fuzz/demand.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/escaping.h"
#include "harness/program/text.h"

namespace pinprick::harness {

namespace {

[[noreturn]] void die(absl::string_view promise, const std::string& seen) {
  std::fprintf(stderr, "promise broken: %s\n%s\n", std::string(promise).c_str(), seen.c_str());
  std::abort();
}

}  // namespace

void promise_broken(absl::string_view promise, absl::string_view seen) {
  die(promise, absl::CHexEscape(seen));
}

void promise_broken(absl::string_view promise, const Program& seen) { die(promise, to_text(seen)); }

}  // namespace pinprick::harness
