#include "tests/bench/rivals/trial/experiment.h"

#include <sys/resource.h>
#include <time.h>

namespace pinprick::harness::rivals {
namespace {

// The clock is looked at once in so many programs.
constexpr std::uint64_t kLookInterval = 64;

double seconds_of(int who) {
  rusage used{};
  getrusage(who, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace

double seconds_used() { return seconds_of(RUSAGE_SELF) + seconds_of(RUSAGE_CHILDREN); }

double seconds_used_by(pid_t process) {
  clockid_t clock;
  timespec time{};
  // One that has just ended has none any more.
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

bool Experiment::run(const Program& program) {
  if (account_.is_over) return false;
  const VerdictKind verdict = bench_.run(program).verdict.kind;
  ++account_.executions;
  account_.operations += program.ops.size();
  if (is_finding(verdict)) {
    account_.has_found = true;
    account_.verdict = verdict;
    account_.is_over = true;
  }
  if (account_.executions >= limits_.executions) account_.is_over = true;
  if (account_.executions % kLookInterval == 0 && seconds_used() >= limits_.seconds) {
    account_.is_over = true;
  }
  return !account_.is_over;
}

}  // namespace pinprick::harness::rivals
