#include "harness/campaign/claim_search.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <thread>
#include <type_traits>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/base/process.h"
#include "harness/base/progress_line.h"
#include "harness/campaign/interrupt.h"
#include "harness/campaign/trial.h"
#include "harness/generator/enumerator.h"
#include "harness/interpreter/trap.h"
#include "harness/mutator/mutator.h"
#include "harness/program/guest.h"

namespace pinprick::harness {
namespace {

using Clock = std::chrono::steady_clock;

// Arguments of the programs up to a bound: the simplest, another one, and more than what a string
// keeps in itself.
constexpr std::array<std::uint8_t, 3> kArguments = {0, 1, 17};

// Once every program of so many operations was run, each longer one of its kind is followed by a
// random one: some faults take long programs of which many are right, others short ones of which
// one is.
constexpr std::size_t kOnlyShortOps = 4;

// Bytes of a random program when it is encoded: about as many as an input of a campaign has.
constexpr std::size_t kEncodedBytesMin = 12;
constexpr std::size_t kEncodedBytesMax = 64;

// A program takes microseconds, and one that computes for ever is ended by the trap. What has not
// come back after this waits for something.
constexpr auto kWaitMax = std::chrono::seconds(10);

// So many times as long may a program take that has taken too long once.
constexpr int kPatience = 8;

constexpr std::size_t kSharedOps = 256;
static_assert(std::is_trivially_copyable_v<Op>);

enum class Stage : std::uint32_t { kRunning, kOver, kFound };

// What the process of a search and its parent share.
struct Shared {
  std::atomic<Stage> stage = Stage::kRunning;
  std::atomic<bool> stop = false;
  std::atomic<std::uint64_t> programs = 0;
  std::atomic<std::uint64_t> ops = 0;
  std::atomic<std::uint64_t> complete_ops = 0;
  std::atomic<std::uint64_t> exhausted = 0;
  // The program under way.
  std::atomic<std::uint32_t> current_ops = 0;
  Op current[kSharedOps];
  void set_current(const Program& program) {
    const std::size_t count = std::min(program.ops.size(), kSharedOps);
    std::copy_n(program.ops.begin(), count, current);
    current_ops.store(static_cast<std::uint32_t>(count), std::memory_order_release);
  }
  Program get_current() const {
    Program program;
    program.ops.assign(current, current + current_ops.load(std::memory_order_acquire));
    return program;
  }
};

// Memory that a child and its parent share.
class SharedMemory {
 public:
  SharedMemory()
      : memory_(mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                     -1, 0)) {
    PINPRICK_CHECK(memory_ != MAP_FAILED);
    ::new (memory_) Shared();
  }
  ~SharedMemory() { munmap(memory_, sizeof(Shared)); }
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;

  Shared& operator*() const { return *static_cast<Shared*>(memory_); }
  Shared* operator->() const { return static_cast<Shared*>(memory_); }

 private:
  void* memory_;
};

// The searching itself, in a process of its own.
class Searcher {
 public:
  Searcher(const ClaimSearchOptions& options, Shared& shared, Clock::time_point begin)
      : options_(options), shared_(shared), begin_(begin) {}

  void run() {
    if (!run_first() || !run_all_short() || !run_random()) {
      shared_.stage = Stage::kFound;
      return;
    }
    shared_.stage = Stage::kOver;
  }

 private:
  bool has_enough() const {
    if (shared_.stop.load(std::memory_order_relaxed)) return true;
    return options_.programs_max != 0 && shared_.programs >= options_.programs_max;
  }

  bool is_over(double share) {
    if (has_enough()) return true;
    // To look at the clock takes as long as to run a short program.
    if (++looks_ % 64 != 0) return false;
    const std::chrono::duration<double> passed = Clock::now() - begin_;
    return passed.count() > share * options_.seconds;
  }

  // Whether it went well.
  bool run_one(const Program& program) {
    shared_.set_current(program);
    const Bench::Trial trial = bench_.try_out(program);
    if (trial.verdict.kind == VerdictKind::kLatent) return true;
    shared_.programs.store(shared_.programs.load(std::memory_order_relaxed) + 1,
                           std::memory_order_relaxed);
    shared_.ops.store(shared_.ops.load(std::memory_order_relaxed) + program.ops.size(),
                      std::memory_order_relaxed);
    return !is_finding(trial.verdict.kind) || is_only_slow(trial);
  }

  // What took too long may have had much to do, or a busy machine: it gets another chance.
  bool is_only_slow(const Bench::Trial& trial) {
    const std::optional<ObservedFault>& fault = trial.observation.fault;
    if (!fault.has_value() || fault->fault.kind != FaultClass::kEndlessLoop) return false;
    const int usual = cpu_limit();
    set_cpu_limit(kPatience * usual);
    const VerdictKind again = bench_.try_out(shared_.get_current()).verdict.kind;
    set_cpu_limit(usual);
    return !is_finding(again);
  }

  bool run_first() {
    return std::all_of(options_.first.begin(), options_.first.end(),
                       [this](const Program& program) { return run_one(program); });
  }

  bool run_all_short() {
    for (std::size_t ops = 2; ops <= options_.ops_max; ++ops) {
      bool went_well = true;
      bool is_complete = true;
      Enumerator(universe(ops)).each([&](const Program& program) {
        // The shorter ones were run before.
        if (program.ops.size() < ops) return true;
        if (is_over(options_.exhaustive_share)) return is_complete = false;
        const std::uint64_t before = shared_.programs;
        went_well = run_one(program);
        exhausted_ += shared_.programs - before;
        if (went_well && ops > kOnlyShortOps && !has_enough()) {
          went_well = run_one_random();
        }
        return went_well;
      });
      if (!went_well) return false;
      if (!is_complete) return true;
      shared_.exhausted = exhausted_;
      shared_.complete_ops = ops;
    }
    return true;
  }

  Universe universe(std::size_t ops) const {
    Universe universe;
    universe.ops = ops;
    universe.futures = options_.guests;
    universe.arguments.assign(kArguments.begin(), kArguments.end());
    for (const std::uint8_t argument : kArguments) {
      Kind kind = kind_of(Leaf::kGuest);
      kind.first.value = argument;
      if (argument == 0 || guest()->takes_argument) universe.kinds.push_back(kind);
    }
    return universe;
  }

  bool run_one_random() {
    const std::size_t bytes =
        kEncodedBytesMin + random_.below(kEncodedBytesMax - kEncodedBytesMin + 1);
    return run_one(mutator_.make(random_.next(), bytes));
  }

  bool run_random() {
    while (!is_over(1)) {
      if (!run_one_random()) return false;
    }
    return true;
  }

  const ClaimSearchOptions& options_;
  Shared& shared_;
  const Clock::time_point begin_;
  std::uint64_t looks_ = 0;
  std::uint64_t exhausted_ = 0;  // programs of them
  Random random_{options_.seed};
  Mutator mutator_;
  Bench bench_;
};

// Runs `work` in a child, which dies with its parent.
absl::StatusOr<pid_t> fork_child(absl::FunctionRef<void()> work) {
  // Or whoever calls exit() there would say it all once more.
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) return absl::InternalError(absl::StrCat("fork: ", std::strerror(errno)));
  if (child > 0) return child;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // An exception that leaves a call is a finding, and need not be told of each time.
  std::set_terminate([] { std::abort(); });
  work();
  _exit(0);
}

}  // namespace

absl::StatusOr<ClaimSearchResult> search_claim(const ClaimSearchOptions& options,
                                               bool shows_progress) {
  PINPRICK_CHECK(guest() != nullptr);
  const SharedMemory shared;
  const InterruptGuard guard;
  const Clock::time_point begin = Clock::now();
  const absl::StatusOr<pid_t> child = fork_child([&] { Searcher(options, *shared, begin).run(); });
  if (!child.ok()) return child.status();

  ClaimSearchResult result;
  ProgressLine line;
  int status = 0;
  std::uint64_t programs = 0;
  Clock::time_point last_step = begin;
  for (;;) {
    const pid_t ended = waitpid(*child, &status, WNOHANG);
    if (ended == *child) break;
    if (ended < 0 && errno != EINTR) return absl::InternalError("waitpid failed");
    const Clock::time_point now = Clock::now();
    if (const std::uint64_t count = shared->programs; count != programs) {
      programs = count;
      last_step = now;
    } else if (now - last_step > kWaitMax) {
      kill(*child, SIGKILL);
      result.died =
          absl::StrCat("it waits for ever, and has not come back for ", kWaitMax.count(), " s");
    }
    if (is_interrupted()) {
      result.interrupted = true;
      shared->stop = true;
    }
    if (shows_progress && line.is_due()) {
      line.show(absl::StrFormat("%s: %d programs, %.0f s", guest()->name, programs,
                                std::chrono::duration<double>(now - begin).count()));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  result.programs = shared->programs;
  result.ops = shared->ops;
  result.complete_ops = shared->complete_ops;
  result.exhausted = shared->exhausted;
  if (shared->stage == Stage::kRunning) {
    result.finding = shared->get_current();
    if (result.died.empty()) {
      result.died = absl::StrCat("it ended the process with ", how_it_ended(status));
    }
  } else if (shared->stage == Stage::kFound) {
    result.finding = shared->get_current();
  }
  return result;
}

}  // namespace pinprick::harness
