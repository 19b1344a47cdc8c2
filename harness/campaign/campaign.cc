#include "harness/campaign/campaign.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <new>
#include <set>
#include <system_error>
#include <thread>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "harness/base/file.h"
#include "harness/base/limits.h"
#include "harness/base/process.h"
#include "harness/base/progress_line.h"
#include "harness/campaign/confirmations.h"
#include "harness/campaign/interrupt.h"
#include "harness/campaign/scratch.h"
#include "harness/campaign/worker.h"
#include "harness/program/bytes.h"

namespace pinprick::harness {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kLogBytesMax = std::size_t{1} << 16;

// A worker as its parent sees it.
struct Job {
  pid_t process = -1;
  int log = -1;  // its standard error
  SharedProgress* progress = nullptr;
  WorkerOptions options;
  std::string log_tail;
  std::uint64_t coverage = 0;
  bool running = false;
};

class Campaign {
 public:
  explicit Campaign(const CampaignOptions& options) : options_(options) {}
  ~Campaign() {
    for (Job& job : jobs_) {
      if (job.running) {
        kill(job.process, SIGKILL);
        waitpid(job.process, nullptr, 0);
      }
      if (job.log >= 0) close(job.log);
      munmap(job.progress, sizeof(SharedProgress));
    }
  }
  Campaign(const Campaign&) = delete;
  Campaign& operator=(const Campaign&) = delete;

  absl::StatusOr<CampaignResult> run() {
    const InterruptGuard guard;
    if (absl::Status status = scratch_.make(); !status.ok()) return status;
    if (absl::Status status = write_seeds(); !status.ok()) return status;
    begin_ = Clock::now();
    jobs_.resize(options_.jobs);
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
      if (absl::Status status = start(jobs_[i], i); !status.ok()) return status;
    }
    if (absl::Status status = watch(); !status.ok()) return status;
    return finish();
  }

 private:
  absl::Status write_seeds() {
    std::size_t number = 0;
    for (const StoredProgram& seed : options_.seeds) {
      const std::vector<std::uint8_t> bytes = encode(seed.script.program);
      const absl::string_view content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      const std::string path = absl::StrCat(scratch_.inputs(), "/seed-", number++);
      if (absl::Status status = write_file(path, content); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status start(Job& job, std::size_t number) {
    void* const shared = mmap(nullptr, sizeof(SharedProgress), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) return absl::InternalError("mmap: no shared memory");
    job.progress = ::new (shared) SharedProgress();
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return absl::InternalError("pipe: none left");

    job.options.seed = options_.seed + number;
    // The programs are shared out evenly, the first workers taking one more where they must.
    job.options.programs_max = options_.programs_max / jobs_.size() +
                               (number < options_.programs_max % jobs_.size() ? 1 : 0);
    job.options.share_inputs = jobs_.size() > 1;
    job.options.input_directory = scratch_.inputs();
    job.options.signature_directory = scratch_.signatures();
    job.options.finding_directory = scratch_.findings();
    if (options_.programs_max != 0 && job.options.programs_max == 0) {
      close(ends[0]);
      close(ends[1]);
      return absl::OkStatus();  // fewer programs than workers
    }

    std::fflush(nullptr);
    const pid_t parent = getpid();
    job.process = fork();
    if (job.process < 0) return absl::InternalError("fork: no process left");
    if (job.process == 0) {
      // Its own end does not hang on a terminal; it ends with its parent, or when it is told to.
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() != parent) _exit(0);
      signal(SIGINT, SIG_IGN);
      signal(SIGTERM, SIG_IGN);
      fcntl(ends[1], F_SETFL, 0);
      dup2(ends[1], STDERR_FILENO);
      const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
      dup2(null, STDIN_FILENO);
      dup2(null, STDOUT_FILENO);
      run_worker(job.options, *job.progress);
    }
    close(ends[1]);
    job.log = ends[0];
    job.running = true;
    return absl::OkStatus();
  }

  // Reads what libFuzzer says; the number after "cov:" is the coverage so far.
  static void read_log(Job& job) {
    char buffer[1 << 12];
    for (;;) {
      const ssize_t count = ::read(job.log, buffer, sizeof buffer);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      job.log_tail.append(buffer, static_cast<std::size_t>(count));
    }
    const std::size_t at = job.log_tail.rfind("cov: ");
    if (at != std::string::npos) {
      const absl::string_view rest = absl::string_view(job.log_tail).substr(at + 5);
      const std::size_t end = rest.find(' ');
      std::uint64_t coverage = 0;
      if (end != absl::string_view::npos && absl::SimpleAtoi(rest.substr(0, end), &coverage)) {
        job.coverage = std::max(job.coverage, coverage);
      }
    }
    if (job.log_tail.size() > kLogBytesMax) {
      job.log_tail.erase(0, job.log_tail.size() - kLogBytesMax / 2);
    }
  }

  double elapsed() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }
  std::size_t running() const {
    std::size_t count = 0;
    for (const Job& job : jobs_) count += job.running ? 1 : 0;
    return count;
  }
  Tally tally() const {
    Tally total;
    for (const Job& job : jobs_) total += snapshot(job.progress->tally);
    return total;
  }

  absl::Status watch() {
    while (running() > 0) {
      if (is_interrupted()) result_.interrupted = true;
      if (is_interrupted() || elapsed() >= options_.seconds) {
        for (Job& job : jobs_) job.progress->stop.store(true, std::memory_order_relaxed);
      }
      std::vector<pollfd> logs;
      for (const Job& job : jobs_) {
        if (job.running) logs.push_back({job.log, POLLIN, 0});
      }
      ::poll(logs.data(), logs.size(), 50);
      for (Job& job : jobs_) {
        if (!job.running) continue;
        read_log(job);
        if (absl::Status status = reap(job); !status.ok()) return status;
      }
      if (absl::Status status = confirmations_.confirm_one(); !status.ok()) return status;
      if (line_.is_due()) line_.show(progress());
    }
    result_.seconds = elapsed();
    line_.clear();
    return absl::OkStatus();
  }

  absl::Status reap(Job& job) {
    int status = 0;
    if (waitpid(job.process, &status, WNOHANG) != job.process) return absl::OkStatus();
    job.running = false;
    read_log(job);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return absl::OkStatus();
    return absl::InternalError(absl::StrCat("a worker died (", how_it_ended(status), ")", killer(),
                                            "; its last words:\n", last_words(job.log_tail)));
  }

  // The input that killed the worker, saved as a program if libFuzzer left one.
  std::string killer() const {
    for (const std::string& name : names_in(scratch_.artifacts())) {
      if (!absl::StartsWith(name, "crash-") && !absl::StartsWith(name, "timeout-")) continue;
      absl::StatusOr<std::string> bytes =
          read_file(absl::StrCat(scratch_.artifacts(), "/", name), kMaxInputBytes);
      if (!bytes.ok()) continue;
      Decoder decoder;
      const Program& program =
          decoder.decode({reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size()});
      const std::string path = absl::StrCat(options_.directory, "/findings/harness-", name, ".pin");
      const absl::Status made = make_directory(absl::StrCat(options_.directory, "/findings"));
      if (made.ok() && write_file(path, to_text(program)).ok()) return absl::StrCat(" at ", path);
    }
    return "";
  }

  static std::string last_words(absl::string_view log) {
    constexpr std::size_t kShown = 4000;
    return std::string(log.size() > kShown ? log.substr(log.size() - kShown) : log);
  }

  std::string progress() const {
    const Tally now = tally();
    std::uint64_t coverage = 0;
    for (const Job& job : jobs_) coverage = std::max(coverage, job.coverage);
    const double time = elapsed();
    const double left = std::max(0.0, options_.seconds - time);
    const auto verdict = [&now](VerdictKind kind) {
      return now.verdicts[static_cast<std::size_t>(kind)];
    };
    return absl::StrFormat(
        "%3.0f s, %.0f s left | %d programs, %.0f/s | %d ops | cov %d | clean %d latent %d caught "
        "%d"
        " | escape %d missed %d mismatch %d | confirmed %d",
        time, left, now.programs, static_cast<double>(now.programs) / std::max(time, 0.001),
        now.ops, coverage, verdict(VerdictKind::kClean), verdict(VerdictKind::kLatent),
        verdict(VerdictKind::kCaught), verdict(VerdictKind::kEscape), verdict(VerdictKind::kMissed),
        verdict(VerdictKind::kMismatch), confirmations_.confirmed());
  }

  absl::StatusOr<CampaignResult> finish() {
    if (!result_.interrupted) {
      if (absl::Status status = confirmations_.confirm_rest(); !status.ok()) return status;
    }
    result_.tally = tally();
    result_.signatures = confirmations_.asked();
    for (const Job& job : jobs_) {
      result_.coverage = std::max(result_.coverage, job.coverage);
      result_.contract += job.progress->contract;
    }
    if (jobs_.size() == 1) result_.sequence = jobs_[0].progress->sequence;
    absl::StatusOr<Confirmations::Findings> findings = confirmations_.gather(options_.directory);
    if (!findings.ok()) return findings.status();
    result_.findings = std::move(findings->paths);
    result_.unconfirmed = std::move(findings->unconfirmed);
    if (absl::Status status = gather_inputs(); !status.ok()) return status;
    return std::move(result_);
  }

  // What libFuzzer kept because it reached something new becomes part of the corpus, as text.
  absl::Status gather_inputs() {
    Decoder decoder;
    Bench bench;
    for (const std::string& name : names_in(scratch_.inputs())) {
      if (absl::StartsWith(name, "seed-")) continue;
      absl::StatusOr<std::string> bytes =
          read_file(absl::StrCat(scratch_.inputs(), "/", name), kMaxInputBytes);
      if (!bytes.ok()) return bytes.status();
      const Program& program =
          decoder.decode({reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size()});
      if (program.ops.empty()) continue;
      const Bench::Trial trial = bench.run(program);
      if (is_finding(trial.verdict.kind)) continue;
      const std::string path = absl::StrCat(options_.directory, "/", stored_name(program, trial));
      std::error_code error;
      if (fs::exists(path, error)) continue;
      if (absl::StatusOr<std::string> stored = store(options_.directory, program, trial);
          !stored.ok()) {
        return stored.status();
      }
      ++result_.new_inputs;
    }
    return absl::OkStatus();
  }

  const CampaignOptions& options_;
  ScratchDirectory scratch_;
  std::vector<Job> jobs_;
  Confirmations confirmations_{scratch_};
  Clock::time_point begin_;
  CampaignResult result_;
  ProgressLine line_;
};

}  // namespace

absl::StatusOr<std::vector<StoredProgram>> open_directory(const std::string& directory) {
  if (absl::Status status = check_writable(directory); !status.ok()) return status;
  return load_all({directory});
}

absl::StatusOr<CampaignResult> run_campaign(const CampaignOptions& options) {
  return Campaign(options).run();
}

}  // namespace pinprick::harness
