#include "harness/campaign/unguarded.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <string>

#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/interpreter/interpreter.h"
#include "harness/program/text.h"

namespace pinprick::harness {

const int kUnguardedCpuSignal = SIGPROF;
const long kUnguardedCpuMsMax = 10L * kMaxProgramCpuMs;

namespace {

// The signal's own action ends the process, and the status tells of it.
void limit_cpu_time() {
  constexpr long kMsPerSecond = 1000;
  const itimerval once = {
      {0, 0}, {kUnguardedCpuMsMax / kMsPerSecond, kUnguardedCpuMsMax % kMsPerSecond * 1000}};
  static_cast<void>(setitimer(ITIMER_PROF, &once, nullptr));
}

[[noreturn]] void run_in_child(const std::string& path, int progress_fd,
                               const Catalogue& subjects) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  InterpreterOptions options;
  options.subjects = &subjects;
  options.interception = Interception::kOff;
  void* const shared =
      mmap(nullptr, sizeof(std::uint16_t), PROT_READ | PROT_WRITE, MAP_SHARED, progress_fd, 0);
  if (shared == MAP_FAILED) {
    std::fputs("pinprick: --progress_fd is not shared memory\n", stderr);
    _exit(kExitHarnessFailed);
  }
  options.progress = static_cast<volatile std::uint16_t*>(shared);
  const absl::StatusOr<Script> script = load(path);
  if (!script.ok()) {
    std::fprintf(stderr, "pinprick: %s\n", std::string(script.status().message()).c_str());
    _exit(kExitHarnessFailed);
  }
  limit_cpu_time();
  observe(script->program, options);
  _exit(0);
}

}  // namespace

void serve_unguarded(int progress_fd, const Catalogue& subjects) {
  std::array<char, PATH_MAX> path;
  for (;;) {
    const ssize_t length = recv(STDIN_FILENO, path.data(), path.size(), 0);
    if (length < 0 && errno == EINTR) continue;
    if (length <= 0) return;
    const pid_t child = fork();
    if (child < 0) return;  // To hang up says that it failed.
    if (child == 0) {
      run_in_child(std::string(path.data(), static_cast<std::size_t>(length)), progress_fd,
                   subjects);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (send(STDIN_FILENO, &status, sizeof status, MSG_NOSIGNAL) != sizeof status) return;
  }
}

}  // namespace pinprick::harness
