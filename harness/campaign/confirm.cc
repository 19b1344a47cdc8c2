#include "harness/campaign/confirm.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "harness/base/argv.h"
#include "harness/base/limits.h"
#include "harness/interpreter/interpreter.h"

extern char** environ;

namespace pinprick::harness {
namespace {

constexpr auto kTimeMax = std::chrono::seconds(30);
// CPU time that a program may take: far more than in the trap, because whatever is too long there
// and not here would look like a contradiction. What tells of it is the signal's own action, which
// ends the process.
constexpr long kCpuMsMax = 10L * kMaxProgramCpuMs;
constexpr int kCpuSignal = SIGPROF;

void limit_cpu_time() {
  constexpr long kMsPerSecond = 1000;
  const itimerval once = {{0, 0}, {kCpuMsMax / kMsPerSecond, kCpuMsMax % kMsPerSecond * 1000}};
  static_cast<void>(setitimer(ITIMER_PROF, &once, nullptr));
}

constexpr std::size_t kReportBytesMax = std::size_t{1} << 20;

absl::Status failed(absl::string_view what) {
  return absl::InternalError(absl::StrCat(what, ": ", std::strerror(errno)));
}

// The environment with our own words appended to the sanitizers' options, where the last word
// counts: whether to symbolize, where blocks were allocated, and that the report comes to us and
// into no file.
std::vector<std::string> child_environment(bool symbolize) {
  constexpr absl::string_view kOptions[] = {"ASAN_OPTIONS=", "UBSAN_OPTIONS="};
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    bool is_option = false;
    for (const absl::string_view option : kOptions) {
      is_option = is_option || absl::string_view(*entry).substr(0, option.size()) == option;
    }
    if (!is_option) environment.emplace_back(*entry);
  }
  for (const absl::string_view option : kOptions) {
    const std::string name(option.substr(0, option.size() - 1));
    const char* const value = std::getenv(name.c_str());
    environment.push_back(absl::StrCat(
        option, value == nullptr ? "" : value, value == nullptr || *value == '\0' ? "" : ":",
        "log_path=stderr:malloc_context_size=30:symbolize=", symbolize ? 1 : 0));
  }
  return environment;
}

// Reads until the other end is closed. False if that takes too long.
bool read_all(int file, std::string& out) {
  const auto deadline = std::chrono::steady_clock::now() + kTimeMax;
  char buffer[1 << 12];
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd entry = {file, POLLIN, 0};
    if (::poll(&entry, 1, static_cast<int>(left.count())) <= 0) continue;
    const ssize_t count = ::read(file, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return true;
    if (out.size() < kReportBytesMax) out.append(buffer, static_cast<std::size_t>(count));
  }
}

}  // namespace

absl::StatusOr<Confirmation> confirm(const std::string& path, const ConfirmOptions& options) {
  const int progress = memfd_create("pinprick-progress", 0);
  if (progress < 0) return failed("memfd_create");
  const absl::Cleanup close_progress = [progress] { close(progress); };
  if (ftruncate(progress, sizeof(std::uint16_t)) != 0) return failed("ftruncate");
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) != 0) return failed("pipe");
  const absl::Cleanup close_pipe = [&] { close(pipe_ends[0]); };

  const std::string progress_flag = absl::StrCat("--progress_fd=", progress);
  std::vector<std::string> words = {options.tool, "confirm", "--bare", progress_flag, "--", path};
  const std::vector<char*> argv = null_terminated(words);
  std::vector<std::string> environment = child_environment(options.symbolize);
  const std::vector<char*> envp = null_terminated(environment);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
  // In a group of its own: Ctrl-C ends a campaign, but not the child that is being asked, whose
  // silence would look like a contradiction.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t child = 0;
  const int error =
      posix_spawn(&child, options.tool.c_str(), &actions, &attributes, argv.data(), envp.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  if (error != 0) {
    errno = error;
    return failed(options.tool);
  }

  Confirmation result;
  const bool in_time = read_all(pipe_ends[0], result.report);
  if (!in_time) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!in_time) return absl::DeadlineExceededError(absl::StrCat(path, ": ran for too long"));

  if (pread(progress, &result.op, sizeof result.op, 0) != sizeof result.op) return failed("pread");
  bool has_summary = false;
  const FaultClass fault = fault_in_report(result.report, has_summary);
  if (has_summary) result.fault = fault;
  if (!has_summary && WIFSIGNALED(status) && WTERMSIG(status) == kCpuSignal) {
    result.fault = FaultClass::kEndlessLoop;
    absl::StrAppend(&result.report, name(FaultClass::kEndlessLoop), ": not ended after ", kCpuMsMax,
                    " ms of CPU time\n");
  }
  result.finished = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return result;
}

bool agrees(const Confirmation& confirmation, const Prediction& prediction) {
  if (!prediction.fault.has_value())
    return confirmation.finished && !confirmation.fault.has_value();
  return !confirmation.finished && confirmation.fault == prediction.fault->fault &&
         confirmation.op == prediction.fault->op;
}

void run_unguarded(const Program& program, int progress_fd, const Catalogue& subjects) {
  InterpreterOptions options;
  options.subjects = &subjects;
  options.interception = Interception::kOff;
  if (progress_fd >= 0) {
    void* const shared =
        mmap(nullptr, sizeof(std::uint16_t), PROT_READ | PROT_WRITE, MAP_SHARED, progress_fd, 0);
    if (shared != MAP_FAILED) options.progress = static_cast<volatile std::uint16_t*>(shared);
  }
  limit_cpu_time();
  observe(program, options);
}

}  // namespace pinprick::harness
