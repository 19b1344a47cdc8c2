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
const long kUnguardedCpuMsMax = 40L * kMaxProgramCpuMs;

namespace {

// The signal's own action ends the process, and the status tells of it.
void limit_cpu_time() {
  constexpr long kMsPerSecond = 1000;
  const itimerval once = {
      {0, 0}, {kUnguardedCpuMsMax / kMsPerSecond, kUnguardedCpuMsMax % kMsPerSecond * 1000}};
  static_cast<void>(setitimer(ITIMER_PROF, &once, nullptr));
}

[[noreturn]] void run_in_child(Interpreter& interpreter, const std::string& path) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(STDERR_FILENO, STDOUT_FILENO);
  const absl::StatusOr<Script> script = load(path);
  if (!script.ok()) {
    std::fprintf(stderr, "pinprick: %s\n", std::string(script.status().message()).c_str());
    _exit(kExitHarnessFailed);
  }
  limit_cpu_time();
  interpreter.observe(script->program);
  _exit(0);
}

}  // namespace

void serve_unguarded(int progress_fd, const Catalogue& subjects) {
  void* const shared =
      mmap(nullptr, sizeof(std::uint16_t), PROT_READ | PROT_WRITE, MAP_SHARED, progress_fd, 0);
  PINPRICK_CHECK(shared != MAP_FAILED);
  InterpreterOptions options;
  options.subjects = &subjects;
  options.interception = Interception::kOff;
  options.progress = static_cast<volatile std::uint16_t*>(shared);
  // Made here once: its storage is large, and most of it no child ever touches.
  Interpreter interpreter(options);

  std::array<char, PATH_MAX> path;
  for (;;) {
    const ssize_t length = recv(STDIN_FILENO, path.data(), path.size(), 0);
    if (length < 0 && errno == EINTR) continue;
    if (length <= 0) return;
    // Not fork(), before and after which the sanitizer takes and releases every lock that it has,
    // for the sake of other threads. Here there are none.
    const pid_t child = _Fork();
    if (child < 0) return;  // To hang up says that it failed.
    if (child == 0) {
      run_in_child(interpreter, std::string(path.data(), static_cast<std::size_t>(length)));
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (send(STDIN_FILENO, &status, sizeof status, MSG_NOSIGNAL) != sizeof status) return;
  }
}

}  // namespace pinprick::harness
