#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "harness/base/argv.h"
#include "harness/base/libfuzzer.h"
#include "harness/program/bytes.h"
#include "tests/bench/rivals/trial/engines.h"

namespace pinprick::harness::rivals {
namespace {

// libFuzzer hands its callback nothing but the input.
Experiment* the_experiment = nullptr;

int on_input(const std::uint8_t* data, std::size_t size) {
  static Decoder decoder;
  if (!the_experiment->run(decoder.decode({data, size}))) _exit(0);
  return 0;
}

}  // namespace

void run_libfuzzer(const Trial& trial, Account& account) {
  Experiment experiment(trial.limits, account);
  the_experiment = &experiment;
  // Its own defaults, but for what the trap and the ledger do themselves.
  std::vector<std::string> words = {"libfuzzer",
                                    absl::StrCat("-seed=", trial.seed),
                                    absl::StrCat("-max_len=", kInputBytes),
                                    "-detect_leaks=0",
                                    "-handle_segv=0",
                                    "-handle_bus=0",
                                    "-handle_ill=0",
                                    "-handle_fpe=0",
                                    "-handle_abrt=0",
                                    "-rss_limit_mb=0",
                                    "-timeout=300",
                                    "-print_funcs=0",
                                    "-verbosity=0"};
  std::vector<char*> argv = null_terminated(words);
  int argc = static_cast<int>(words.size());
  char** arguments = argv.data();
  LLVMFuzzerRunDriver(&argc, &arguments, on_input);
}

}  // namespace pinprick::harness::rivals
