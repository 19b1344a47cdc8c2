// Stands for the tool where confirm() starts one: the child, with futures that get stuck.
//   stuck_tool confirm --bare --progress_fd=N
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "harness/base/check.h"
#include "harness/campaign/unguarded.h"
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
  harness::serve_unguarded(progress_fd, harness::stuck_catalogue());
  return EXIT_SUCCESS;
}
