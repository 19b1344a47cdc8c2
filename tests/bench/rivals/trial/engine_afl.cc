#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "harness/base/argv.h"
#include "harness/base/check.h"
#include "harness/base/file.h"
#include "tests/bench/rivals/trial/engines.h"

namespace pinprick::harness::rivals {

void run_afl(const Trial& trial, Account& /*account*/) {
  const std::string inputs = absl::StrCat(trial.scratch, "/seeds");
  PINPRICK_CHECK(make_directory(inputs).ok());
  // AFL++ wants one input to begin with, which must not be empty: a program that does nothing.
  PINPRICK_CHECK(write_file(absl::StrCat(inputs, "/nothing"), "{").ok());
  const std::pair<const char*, std::string> variables[] = {
      {"PINPRICK_ACCOUNT", trial.account},
      {"PINPRICK_EXECUTIONS", absl::StrCat(trial.limits.executions)},
      {"PINPRICK_SECONDS", absl::StrCat(trial.limits.seconds)},
      {"AFL_BENCH_UNTIL_CRASH", "1"},
      {"AFL_CRASH_EXITCODE", "1"},
      {"AFL_NO_UI", "1"},
      {"AFL_NO_AFFINITY", "1"},
      {"AFL_SKIP_CPUFREQ", "1"},
      {"AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES", "1"},
      {"AFL_FAST_CAL", "1"},
      {"AFL_HANG_TMOUT", "10000"},
  };
  for (const auto& [name, value] : variables) setenv(name, value.c_str(), 1);
  std::vector<std::string> words = {"afl-fuzz",
                                    "-i",
                                    inputs,
                                    "-o",
                                    absl::StrCat(trial.scratch, "/afl"),
                                    "-s",
                                    absl::StrCat(trial.seed % 0x7fffffff),
                                    "-G",
                                    absl::StrCat(kInputBytes),
                                    "-t",
                                    "10000",
                                    "-m",
                                    "none",
                                    "--",
                                    absl::StrCat(trial.self, "_afl"),
                                    "1000000000"};
  std::vector<char*> argv = null_terminated(words);
  execvp(argv[0], argv.data());
  _exit(kExitHarnessFailed);
}

}  // namespace pinprick::harness::rivals
