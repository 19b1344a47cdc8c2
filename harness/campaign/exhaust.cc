#include "harness/campaign/exhaust.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <new>
#include <thread>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "harness/base/check.h"
#include "harness/base/file.h"
#include "harness/base/limits.h"
#include "harness/base/process.h"
#include "harness/base/progress_line.h"
#include "harness/campaign/confirmations.h"
#include "harness/campaign/interrupt.h"
#include "harness/campaign/keeper.h"
#include "harness/campaign/scratch.h"
#include "harness/campaign/store.h"
#include "harness/campaign/trial.h"

namespace pinprick::harness {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kLook = std::chrono::milliseconds(10);
constexpr auto kSave = std::chrono::seconds(2);

// Parts for each worker: so many that they end at about the same time, and that little is lost.
constexpr std::size_t kPartsEach = 200;
constexpr std::size_t kMaxPartOps = 4;

// What a worker and its parent share.
struct SharedWorker {
  std::atomic<std::uint32_t> part = 0;      // under way
  std::atomic<std::uint64_t> programs = 0;  // of it
};
struct Shared {
  std::atomic<std::uint32_t> next = 0;  // the place in the list of parts to do
  std::atomic<bool> stop = false;
  std::array<SharedWorker, kMaxJobs> workers;
};

// What a worker says when it has done a part. Short enough to be written at once.
struct Done {
  std::uint32_t part = 0;
  Tally tally;
};
static_assert(sizeof(Done) <= 4096 && std::is_trivially_copyable_v<Done>);

// The build that runs: what another one has found does not count for this one.
std::string this_build() {
  struct stat file = {};
  if (stat("/proc/self/exe", &file) != 0) return "unknown";
  return absl::StrCat(file.st_size, ".", file.st_mtim.tv_sec, ".", file.st_mtim.tv_nsec);
}

// One line for the universe, the same for equal ones.
std::string line_of(const Universe& universe) {
  return absl::StrCat("ops=", universe.ops, " futures=", universe.futures,
                      universe.reduced ? " reduced" : "", " kinds=", kinds_of(universe));
}

// The numbers of a tally, in order.
std::string numbers_of(const Tally& tally) {
  std::array<std::uint64_t, sizeof(Tally) / sizeof(std::uint64_t)> numbers;
  std::memcpy(numbers.data(), &tally, sizeof tally);
  return absl::StrJoin(numbers, " ");
}

bool read_numbers(absl::string_view text, Tally& tally) {
  std::array<std::uint64_t, sizeof(Tally) / sizeof(std::uint64_t)> numbers;
  const std::vector<absl::string_view> words = absl::StrSplit(text, ' ');
  if (words.size() != numbers.size()) return false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!absl::SimpleAtoi(words[i], &numbers[i])) return false;
  }
  std::memcpy(static_cast<void*>(&tally), numbers.data(), sizeof tally);
  return true;
}

class Search {
 public:
  explicit Search(const ExhaustOptions& options)
      : options_(options), enumerator_(options.universe), confirmations_(scratch_) {}
  ~Search() {
    for (const pid_t process : workers_) {
      if (process < 0) continue;
      kill(process, SIGKILL);
      waitpid(process, nullptr, 0);
    }
    if (pipe_ >= 0) close(pipe_);
    if (shared_ != nullptr) munmap(shared_, sizeof(Shared));
  }
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  absl::StatusOr<ExhaustResult> run() {
    const InterruptGuard guard;
    if (absl::Status status = scratch_.make(); !status.ok()) return status;
    divide();
    if (absl::Status status = resume(); !status.ok()) return status;
    begin_ = Clock::now();
    if (absl::Status status = start(); !status.ok()) return status;
    std::jthread counter([this](const std::stop_token& stop) { count(stop); });
    if (absl::Status status = watch(); !status.ok()) return status;
    return finish(counter);
  }

 private:
  // --- Parts ---

  // Part 0 are the programs that are shorter than the beginnings of the others.
  void divide() {
    const std::size_t wanted = kPartsEach * options_.jobs;
    for (std::size_t ops = 1; ops <= kMaxPartOps; ++ops) {
      parts_ = enumerator_.parts(ops);
      if (parts_.beginnings.size() >= wanted || ops >= options_.universe.ops) break;
    }
    done_.resize(parts_.beginnings.size() + 1, false);
  }

  bool each_of(std::size_t part, Enumerator::Visit visit) {
    if (part > 0) return enumerator_.each_from(parts_.beginnings[part - 1], visit);
    return std::all_of(parts_.shorter.begin(), parts_.shorter.end(), visit);
  }

  // --- What is kept for the next time ---

  std::string state_path() const {
    const std::size_t number = std::hash<std::string>()(line_of(options_.universe));
    return absl::StrCat(options_.directory, "/", absl::StrFormat("progress-%016x.txt", number));
  }

  std::string heading() const {
    return absl::StrCat("pinprick exhaust ", line_of(options_.universe), "\nbuild ", this_build(),
                        "\nparts ", done_.size(), "\n");
  }

  absl::Status resume() {
    const absl::StatusOr<std::string> text = read_file(state_path(), kMaxFileBytes);
    if (!text.ok()) return absl::IsNotFound(text.status()) ? absl::OkStatus() : text.status();
    // What a different build has written is of no use, and is written over.
    const std::string head = heading();
    if (absl::string_view(*text).substr(0, head.size()) != head) return absl::OkStatus();
    const std::vector<absl::string_view> lines =
        absl::StrSplit(absl::string_view(*text).substr(head.size()), '\n');
    Tally tally;
    const bool is_whole = lines.size() == 3 && lines[0].size() == done_.size() &&
                          read_numbers(lines[1], tally) && lines[2].empty();
    if (!is_whole) {
      return absl::InvalidArgumentError(
          absl::StrCat(state_path(), ": cannot be read; remove it to begin anew"));
    }
    for (std::size_t i = 0; i < done_.size(); ++i) done_[i] = lines[0][i] == '1';
    result_.tally = tally;
    result_.resumed = tally.programs;
    return absl::OkStatus();
  }

  absl::Status save() const {
    std::string text = heading();
    for (const bool done : done_) text += done ? '1' : '0';
    absl::StrAppend(&text, "\n", numbers_of(result_.tally), "\n");
    return write_file(state_path(), text);
  }

  // --- Workers ---

  absl::Status start() {
    for (std::uint32_t part = 0; part < done_.size(); ++part) {
      if (!done_[part]) to_do_.push_back(part);
    }
    void* const memory =
        mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return absl::InternalError("mmap: no shared memory");
    shared_ = ::new (memory) Shared();
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return absl::InternalError("pipe: none left");
    pipe_ = ends[0];
    const absl::Cleanup close_end = [&] { close(ends[1]); };
    workers_.resize(std::min<std::size_t>(options_.jobs, to_do_.size()), -1);
    std::fflush(nullptr);
    const pid_t parent = getpid();
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      workers_[i] = fork();
      if (workers_[i] < 0) return absl::InternalError("fork: no process left");
      if (workers_[i] > 0) continue;
      // It ends with its parent, or when it is told to.
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() != parent) _exit(0);
      signal(SIGINT, SIG_IGN);
      signal(SIGTERM, SIG_IGN);
      work(shared_->workers[i], ends[1]);
    }
    return absl::OkStatus();
  }

  [[noreturn]] void work(SharedWorker& mine, int out) {
    Bench bench;
    Keeper keeper(scratch_.signatures(), scratch_.findings());
    for (;;) {
      const std::uint32_t at = shared_->next.fetch_add(1);
      if (at >= to_do_.size()) _exit(0);
      Done done;
      done.part = to_do_[at];
      mine.programs.store(0, std::memory_order_relaxed);
      mine.part.store(done.part, std::memory_order_relaxed);
      const bool is_whole = each_of(done.part, [&](const Program& program) {
        const Bench::Trial trial = bench.try_out(program);
        done.tally.add(program, trial.prediction, trial.observation, trial.verdict);
        keeper.look_at(program, trial);
        mine.programs.store(done.tally.programs, std::memory_order_relaxed);
        return !shared_->stop.load(std::memory_order_relaxed);
      });
      if (!is_whole) _exit(0);
      PINPRICK_CHECK(write(out, &done, sizeof done) == sizeof done);
      // What it has said counts from now on, and what it is at does not yet.
      mine.programs.store(0, std::memory_order_relaxed);
    }
  }

  // --- The parent ---

  double elapsed() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }

  void take(const Done& done) {
    done_[done.part] = true;
    result_.tally += done.tally;
    is_saved_ = false;
  }

  void read_all() {
    Done done;
    pollfd end = {pipe_, POLLIN, 0};
    while (::poll(&end, 1, 0) == 1 && (end.revents & POLLIN) != 0) {
      if (read(pipe_, &done, sizeof done) != sizeof done) return;
      take(done);
    }
  }

  absl::Status watch() {
    auto next_save = Clock::now() + kSave;
    std::size_t running = workers_.size();
    while (running > 0) {
      if (is_interrupted()) shared_->stop.store(true, std::memory_order_relaxed);
      pollfd end = {pipe_, POLLIN, 0};
      ::poll(&end, 1, 50);
      read_all();
      for (std::size_t i = 0; i < workers_.size(); ++i) {
        int status = 0;
        if (workers_[i] < 0 || waitpid(workers_[i], &status, WNOHANG) != workers_[i]) continue;
        workers_[i] = -1;
        --running;
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return died(i, status);
      }
      // Where every processor has its worker, the sanitizer is asked at the end: confirm_rest().
      const bool has_processor_left = running < std::thread::hardware_concurrency();
      if (has_processor_left) {
        if (absl::Status status = confirmations_.confirm_one(); !status.ok()) return status;
      }
      if (Clock::now() >= next_save && !is_saved_) {
        if (absl::Status status = save(); !status.ok()) return status;
        is_saved_ = true;
        next_save = Clock::now() + kSave;
      }
      if (line_.is_due()) line_.show(progress());
    }
    read_all();
    return absl::OkStatus();
  }

  // The program at which a worker died comes again when its part is gone through up to there.
  absl::Status died(std::size_t worker, int status) {
    const SharedWorker& at = shared_->workers[worker];
    const std::uint64_t ran = at.programs.load();
    std::uint64_t seen = 0;
    Program killer;
    each_of(at.part.load(), [&](const Program& program) {
      killer = program;
      return seen++ < ran;
    });
    const std::string path = absl::StrCat(options_.directory, "/findings/harness-killer.pin");
    absl::Status stored = make_directory(absl::StrCat(options_.directory, "/findings"));
    if (stored.ok()) stored = write_file(path, to_text(killer));
    if (!is_saved_) stored.Update(save());
    return absl::InternalError(absl::StrCat("a worker died (", how_it_ended(status), ")",
                                            stored.ok() ? absl::StrCat(" at ", path) : ""));
  }

  // Counts what there is, while the workers run: first for the progress, then for the statement.
  void count(const std::stop_token& stop) {
    // This thread alone: the workers come first, and this takes what they leave.
    constexpr int kNicest = 19;
    static_cast<void>(setpriority(PRIO_PROCESS, 0, kNicest));
    Universe universe = options_.universe;
    for (std::atomic<std::uint64_t>* const counted : {&programs_, &all_programs_}) {
      Enumerator enumerator(universe);
      const Enumerator::Parts parts = enumerator.parts(std::min(universe.ops, kMaxPartOps));
      std::uint64_t total = parts.shorter.size();
      for (const Program& beginning : parts.beginnings) {
        if (stop.stop_requested()) return;
        total += enumerator.count_from(beginning);
      }
      counted->store(total);
      universe.reduced = false;
    }
  }

  std::string progress() const {
    std::uint64_t ran = result_.tally.programs;
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      ran += shared_->workers[i].programs.load(std::memory_order_relaxed);
    }
    const double rate = static_cast<double>(ran - result_.resumed) / std::max(elapsed(), 0.001);
    const std::uint64_t all = programs_.load();
    std::string line = absl::StrFormat("%.0f s | %s", elapsed(), grouped(ran));
    if (all > 0) {
      absl::StrAppendFormat(&line, " of %s programs (%.1f %%), %.0f s left", grouped(all),
                            100.0 * static_cast<double>(ran) / static_cast<double>(all),
                            static_cast<double>(all - std::min(all, ran)) / std::max(rate, 1.0));
    } else {
      line += " programs, counting how many there are";
    }
    const auto verdict = [this](VerdictKind kind) {
      return result_.tally.verdicts[static_cast<std::size_t>(kind)];
    };
    absl::StrAppendFormat(&line, " | %.0f/s | escape %d missed %d mismatch %d | confirmed %d", rate,
                          verdict(VerdictKind::kEscape), verdict(VerdictKind::kMissed),
                          verdict(VerdictKind::kMismatch), confirmations_.confirmed());
    return line;
  }

  absl::StatusOr<ExhaustResult> finish(std::jthread& counter) {
    result_.seconds = elapsed();
    result_.interrupted = std::find(done_.begin(), done_.end(), false) != done_.end();
    if (!is_saved_) {
      if (absl::Status status = save(); !status.ok()) return status;
    }
    line_.clear();
    if (!result_.interrupted) {
      if (absl::Status status = confirmations_.confirm_rest(); !status.ok()) return status;
      while (all_programs_.load() == 0 && !is_interrupted()) std::this_thread::sleep_for(kLook);
    }
    counter.request_stop();
    counter.join();
    result_.programs = programs_.load();
    result_.all_programs = all_programs_.load();
    absl::StatusOr<Confirmations::Findings> findings = confirmations_.gather(options_.directory);
    if (!findings.ok()) return findings.status();
    result_.findings = std::move(findings->paths);
    result_.signatures = confirmations_.asked();
    result_.confirmed = confirmations_.confirmed();
    return std::move(result_);
  }

  const ExhaustOptions& options_;
  Enumerator enumerator_;
  Enumerator::Parts parts_;
  std::vector<bool> done_;  // by part
  std::vector<std::uint32_t> to_do_;
  ScratchDirectory scratch_;
  Confirmations confirmations_;
  Shared* shared_ = nullptr;
  int pipe_ = -1;
  std::vector<pid_t> workers_;  // -1: ended
  std::atomic<std::uint64_t> programs_ = 0;
  std::atomic<std::uint64_t> all_programs_ = 0;
  Clock::time_point begin_;
  ExhaustResult result_;
  bool is_saved_ = true;
  ProgressLine line_;
};

}  // namespace

std::string kinds_of(const Universe& universe) {
  return absl::StrJoin(universe.kinds, ", ", [](std::string* out, const Kind& kind) {
    absl::StrAppend(out, to_text(kind));
  });
}

absl::StatusOr<ExhaustResult> exhaust(const ExhaustOptions& options) {
  if (absl::Status status = check_writable(options.directory); !status.ok()) return status;
  return Search(options).run();
}

}  // namespace pinprick::harness
