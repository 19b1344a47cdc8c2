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
#include "harness/campaign/confirm.h"
#include "harness/campaign/worker.h"
#include "harness/program/bytes.h"

namespace pinprick::harness {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto kRedraw = std::chrono::milliseconds(500);
constexpr auto kReportLine = std::chrono::seconds(10);  // where there is no terminal to redraw
constexpr std::size_t kLogBytesMax = std::size_t{1} << 16;

volatile sig_atomic_t interrupted = 0;

void on_interrupt(int /*signal*/) { interrupted = 1; }

// Ends the campaign early on Ctrl-C or a polite kill; a second one ends the process.
class InterruptGuard {
 public:
  InterruptGuard() {
    interrupted = 0;
    struct sigaction action = {};
    action.sa_handler = on_interrupt;
    action.sa_flags = SA_RESETHAND;
    sigaction(SIGINT, &action, &old_int_);
    sigaction(SIGTERM, &action, &old_term_);
  }
  ~InterruptGuard() {
    sigaction(SIGINT, &old_int_, nullptr);
    sigaction(SIGTERM, &old_term_, nullptr);
  }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  struct sigaction old_int_ = {};
  struct sigaction old_term_ = {};
};

// A directory for the length of one campaign.
class ScratchDirectory {
 public:
  ScratchDirectory() = default;
  ~ScratchDirectory() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  absl::Status make() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "pinprick-XXXXXX").string();
    if (error || mkdtemp(name.data()) == nullptr) {
      return absl::InternalError(absl::StrCat(name, ": cannot make a temporary directory"));
    }
    path_ = name;
    for (const std::string& each : {inputs(), signatures(), findings()}) {
      if (absl::Status status = make_directory(each); !status.ok()) return status;
    }
    return absl::OkStatus();
  }
  std::string inputs() const { return path_ + "/inputs"; }
  std::string signatures() const { return path_ + "/signatures"; }
  std::string findings() const { return path_ + "/findings"; }
  // Where libFuzzer leaves the input that killed a worker.
  const std::string& artifacts() const { return path_; }

 private:
  std::string path_;
};

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

// The names in a directory, sorted.
std::set<std::string> names_in(const std::string& directory) {
  std::set<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (!absl::StrContains(name, ".tmp.")) names.insert(name);
  }
  return names;
}

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
    auto next_line =
        Clock::now() + (on_terminal_ ? Clock::duration(kRedraw) : Clock::duration(kReportLine));
    while (running() > 0) {
      if (interrupted != 0) result_.interrupted = true;
      if (interrupted != 0 || elapsed() >= options_.seconds) {
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
      if (absl::Status status = confirm_one(); !status.ok()) return status;
      if (Clock::now() >= next_line) {
        show_progress();
        next_line =
            Clock::now() + (on_terminal_ ? Clock::duration(kRedraw) : Clock::duration(kReportLine));
      }
    }
    result_.seconds = elapsed();
    if (on_terminal_) std::fputs("\r\033[K", stderr);
    return absl::OkStatus();
  }

  absl::Status reap(Job& job) {
    int status = 0;
    if (waitpid(job.process, &status, WNOHANG) != job.process) return absl::OkStatus();
    job.running = false;
    read_log(job);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return absl::OkStatus();
    return absl::InternalError(
        absl::StrCat("a worker died (",
                     WIFSIGNALED(status) ? absl::StrCat("signal ", WTERMSIG(status))
                                         : absl::StrCat("status ", WEXITSTATUS(status)),
                     ")", killer(), "; its last words:\n", last_words(job.log_tail)));
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

  static std::string signature_of(const std::string& name) {
    return name.substr(0, name.rfind('-'));
  }

  // The stored programs that show a signature which the sanitizer has not been asked about, one for
  // each: two workers may have found the same signature in different programs.
  std::vector<std::string> unasked() const {
    std::set<std::string> signatures;
    std::vector<std::string> names;
    for (const std::string& name : names_in(scratch_.signatures())) {
      const std::string signature = signature_of(name);
      if (asked_.count(signature) == 0 && signatures.insert(signature).second) {
        names.push_back(name);
      }
    }
    return names;
  }

  // Has the unmodified sanitizer look at a stored program; whether it agrees with the contract.
  absl::StatusOr<bool> ask(const std::string& name, Confirmer& confirmer) const {
    const std::string path = absl::StrCat(scratch_.signatures(), "/", name);
    const absl::StatusOr<Script> script = load(path);
    if (!script.ok()) return script.status();
    const absl::StatusOr<Confirmation> confirmation = confirmer.confirm(path);
    if (!confirmation.ok()) return confirmation.status();
    return agrees(*confirmation, predict(script->program));
  }

  absl::Status count(const std::string& name, const absl::StatusOr<bool>& agreed) {
    // The signal may have met the child too, before it had a group of its own.
    if (interrupted != 0 && !(agreed.ok() && *agreed)) return absl::OkStatus();
    if (!agreed.ok()) return agreed.status();
    asked_.insert(signature_of(name));
    if (!*agreed) contradicted_.insert(name);
    return absl::OkStatus();
  }

  static ConfirmOptions without_names() {
    ConfirmOptions options;
    options.symbolize = false;
    return options;
  }

  // While the workers run: one at a time.
  absl::Status confirm_one() {
    const std::vector<std::string> names = unasked();
    return names.empty() ? absl::OkStatus() : count(names[0], ask(names[0], confirmer_));
  }

  // When they have ended: as many at once as there are processors.
  absl::Status confirm_rest() {
    const std::vector<std::string> names = unasked();
    std::vector<absl::StatusOr<bool>> answers(names.size(), true);
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> answered = 0;
    {
      std::vector<std::jthread> askers(std::max(1U, std::thread::hardware_concurrency()));
      for (std::jthread& asker : askers) {
        asker = std::jthread([&] {
          Confirmer confirmer(without_names());
          for (std::size_t i = next++; i < names.size() && interrupted == 0; i = next++) {
            answers[i] = ask(names[i], confirmer);
            ++answered;
          }
        });
      }
      while (on_terminal_ && answered < names.size() && interrupted == 0) {
        std::fprintf(stderr, "\r\033[Kasking the unmodified sanitizer: %zu of %zu signatures left",
                     names.size() - answered, asked_.size() + names.size());
        std::this_thread::sleep_for(kRedraw);
      }
    }
    // Whoever interrupts does not want to wait; what was not asked is not counted.
    const std::size_t asked = std::min(next.load(), names.size());
    for (std::size_t i = 0; i < asked; ++i) {
      if (absl::Status status = count(names[i], answers[i]); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  void show_progress() const {
    const Tally now = tally();
    std::uint64_t coverage = 0;
    for (const Job& job : jobs_) coverage = std::max(coverage, job.coverage);
    const double time = elapsed();
    const double left = std::max(0.0, options_.seconds - time);
    const auto verdict = [&now](VerdictKind kind) {
      return now.verdicts[static_cast<std::size_t>(kind)];
    };
    std::string line = absl::StrFormat(
        "%3.0f s, %.0f s left | %d programs, %.0f/s | %d ops | cov %d | clean %d latent %d caught "
        "%d"
        " | escape %d missed %d mismatch %d | confirmed %d",
        time, left, now.programs, static_cast<double>(now.programs) / std::max(time, 0.001),
        now.ops, coverage, verdict(VerdictKind::kClean), verdict(VerdictKind::kLatent),
        verdict(VerdictKind::kCaught), verdict(VerdictKind::kEscape), verdict(VerdictKind::kMissed),
        verdict(VerdictKind::kMismatch), asked_.size() - contradicted_.size());
    if (on_terminal_) {
      std::fprintf(stderr, "\r\033[K%s", line.c_str());
    } else {
      std::fprintf(stderr, "%s\n", line.c_str());
    }
    std::fflush(stderr);
  }

  absl::StatusOr<CampaignResult> finish() {
    if (!result_.interrupted) {
      if (absl::Status status = confirm_rest(); !status.ok()) return status;
    }
    if (on_terminal_) std::fputs("\r\033[K", stderr);
    result_.tally = tally();
    result_.signatures = asked_.size();
    for (const Job& job : jobs_) {
      result_.coverage = std::max(result_.coverage, job.coverage);
      result_.contract |= job.progress->contract;
    }
    if (absl::Status status = gather_findings(); !status.ok()) return status;
    if (absl::Status status = gather_inputs(); !status.ok()) return status;
    return std::move(result_);
  }

  // Findings, and signatures that the sanitizer contradicts, go to the campaign's directory with
  // the sanitizer's own report beside each.
  absl::Status gather_findings() {
    const std::string directory = absl::StrCat(options_.directory, "/findings");
    std::set<std::string> seen;
    std::vector<std::string> sources;
    for (const std::string& name : names_in(scratch_.findings())) {
      // Workers tell findings apart each for himself.
      if (seen.insert(name.substr(0, name.rfind('-'))).second) {
        sources.push_back(absl::StrCat(scratch_.findings(), "/", name));
      }
    }
    for (const std::string& name : contradicted_) {
      result_.unconfirmed.push_back(name.substr(0, name.rfind('-')));
      sources.push_back(absl::StrCat(scratch_.signatures(), "/", name));
    }
    if (sources.empty()) return absl::OkStatus();
    if (absl::Status status = make_directory(directory); !status.ok()) return status;
    for (const std::string& source : sources) {
      absl::StatusOr<std::string> text = read_file(source, kMaxFileBytes);
      if (!text.ok()) return text.status();
      const std::string path = absl::StrCat(directory, "/", fs::path(source).filename().string());
      result_.findings.push_back(path);
      std::error_code error;
      // An earlier campaign found the very same program.
      if (fs::exists(path, error)) continue;
      if (absl::Status status = write_file(path, *text); !status.ok()) return status;
      absl::StatusOr<Confirmation> confirmation = confirm(source, ConfirmOptions());
      const std::string report =
          confirmation.ok() ? confirmation->report : std::string(confirmation.status().message());
      const std::string report_path =
          absl::StrCat(absl::string_view(path).substr(0, path.size() - 4), ".report.txt");
      const absl::string_view none = "the unmodified sanitizer reported nothing\n";
      if (absl::Status status = write_file(report_path, report.empty() ? none : report);
          !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
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
  Confirmer confirmer_{without_names()};
  std::set<std::string> asked_;         // signatures shown to the sanitizer
  std::set<std::string> contradicted_;  // names of programs about which it disagreed
  Clock::time_point begin_;
  CampaignResult result_;
  const bool on_terminal_ = isatty(STDERR_FILENO) == 1;
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
