// One trial of the comparison: one engine, one seed, the bug that is linked in.
//
//   ENGINE SEED EXECUTIONS SECONDS SCRATCH
//
// Prints `found executions operations seconds verdict`, separated by tabs; SCRATCH is a directory
// of its own that is empty. Exit status: 0 done, 2 bad usage, 3 the trial failed.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/base/check.h"
#include "harness/base/process.h"
#include "tests/bench/rivals/trial/engines.h"

namespace pinprick::harness::rivals {
namespace {

struct Engine {
  absl::string_view name;
  void (*run)(const Trial& trial, Account& account);
};
constexpr Engine kEngines[] = {
    {"pinprick", &run_pinprick},     {"libfuzzer", &run_libfuzzer}, {"afl", &run_afl},
    {"rapidcheck", &run_rapidcheck}, {"random", &run_random},
};

const Engine* engine_of(absl::string_view name) {
  for (const Engine& engine : kEngines) {
    if (engine.name == name) return &engine;
  }
  return nullptr;
}

Account* make_account(const std::string& path) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, sizeof(Account)) != 0) return nullptr;
  void* const shared = mmap(nullptr, sizeof(Account), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  return shared == MAP_FAILED ? nullptr : ::new (shared) Account();
}

// In a process of its own, whose words nobody wants to hear.
void run_apart(const Engine& engine, const Trial& trial, Account& account) {
  const pid_t child = fork();
  PINPRICK_CHECK(child >= 0);
  if (child == 0) {
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int log =
        open(absl::StrCat(trial.scratch, "/log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    dup2(null, STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    engine.run(trial, account);
    _exit(0);
  }
  PINPRICK_CHECK(waitpid(child, nullptr, 0) == child);
}

int main_of(int argc, char** argv) {
  Trial trial;
  const Engine* const engine = argc == 6 ? engine_of(argv[1]) : nullptr;
  if (engine == nullptr || !absl::SimpleAtoi(argv[2], &trial.seed) ||
      !absl::SimpleAtoi(argv[3], &trial.limits.executions) ||
      !absl::SimpleAtod(argv[4], &trial.limits.seconds)) {
    std::fputs("usage: ENGINE SEED EXECUTIONS SECONDS SCRATCH\n", stderr);
    return 2;
  }
  trial.self = argv[0];
  trial.scratch = argv[5];
  trial.account = absl::StrCat(trial.scratch, "/account");
  Account* const account = make_account(trial.account);
  if (account == nullptr) {
    std::fprintf(stderr, "%s: cannot be written\n", trial.account.c_str());
    return 2;
  }
  run_apart(*engine, trial, *account);
  if (!account->is_over) {
    std::fprintf(stderr, "%s: the engine ended before its trial; see %s/log\n", argv[1], argv[5]);
    return kExitHarnessFailed;
  }
  std::printf("%d\t%llu\t%llu\t%.2f\t%s\n", account->has_found ? 1 : 0,
              static_cast<unsigned long long>(account->executions),
              static_cast<unsigned long long>(account->operations), seconds_used(),
              account->has_found ? std::string(name(account->verdict)).c_str() : "-");
  return 0;
}

}  // namespace
}  // namespace pinprick::harness::rivals

int main(int argc, char** argv) { return pinprick::harness::rivals::main_of(argc, argv); }
