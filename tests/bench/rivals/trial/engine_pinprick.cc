#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <new>

#include "absl/strings/str_cat.h"
#include "harness/base/check.h"
#include "harness/base/file.h"
#include "harness/campaign/worker.h"
#include "tests/bench/rivals/trial/engines.h"

namespace pinprick::harness::rivals {
namespace {

// What the worker has counted, as an account.
void settle(const Tally& tally, Account& account) {
  account.executions = tally.programs;
  account.operations = tally.ops;
  account.is_over = true;
  for (std::size_t i = 0; i < kVerdictCount; ++i) {
    const auto verdict = static_cast<VerdictKind>(i);
    if (!is_finding(verdict) || tally.verdicts[i] == 0) continue;
    account.has_found = true;
    account.verdict = verdict;
  }
}

}  // namespace

void run_pinprick(const Trial& trial, Account& account) {
  WorkerOptions options;
  options.seed = trial.seed;
  options.programs_max = trial.limits.executions;
  options.until_finding = true;
  options.input_directory = absl::StrCat(trial.scratch, "/inputs");
  options.signature_directory = absl::StrCat(trial.scratch, "/signatures");
  options.finding_directory = absl::StrCat(trial.scratch, "/findings");
  for (const std::string* directory :
       {&options.input_directory, &options.signature_directory, &options.finding_directory}) {
    PINPRICK_CHECK(make_directory(*directory).ok());
  }
  void* const shared = mmap(nullptr, sizeof(SharedProgress), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  PINPRICK_CHECK(shared != MAP_FAILED);
  auto* const progress = ::new (shared) SharedProgress();
  const pid_t worker = fork();
  PINPRICK_CHECK(worker >= 0);
  if (worker == 0) run_worker(options, *progress);
  for (;;) {
    const pid_t ended = waitpid(worker, nullptr, WNOHANG);
    if (ended == worker) break;
    PINPRICK_CHECK(ended == 0);
    constexpr useconds_t kLook = 2000;
    usleep(kLook);
    if (seconds_used_by(worker) >= trial.limits.seconds) progress->stop = true;
  }
  settle(progress->tally, account);
}

}  // namespace pinprick::harness::rivals
