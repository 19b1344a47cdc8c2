// Stands for the tool where confirm() starts one: the child, with futures that get stuck.
//   stuck_tool confirm --bare --progress_fd=N -- FILE
#include <cstdlib>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "harness/base/check.h"
#include "harness/campaign/confirm.h"
#include "harness/program/text.h"
#include "tests/harness/campaign/stuck.h"

int main(int argc, char** argv) {
  namespace harness = pinprick::harness;
  int progress_fd = -1;
  for (int i = 1; i < argc; ++i) {
    absl::string_view word = argv[i];
    if (absl::ConsumePrefix(&word, "--progress_fd=")) {
      PINPRICK_CHECK(absl::SimpleAtoi(word, &progress_fd));
    }
  }
  const auto script = harness::load(argv[argc - 1]);
  PINPRICK_CHECK(script.ok());
  harness::run_unguarded(script->program, progress_fd, harness::stuck_catalogue());
  return EXIT_SUCCESS;
}
