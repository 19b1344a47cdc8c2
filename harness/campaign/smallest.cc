#include "harness/campaign/smallest.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "harness/base/argv.h"
#include "harness/campaign/interrupt.h"

extern char** environ;

namespace pinprick::harness {
namespace {

using Clock = std::chrono::steady_clock;

// How often is looked whether it has ended, and how long it may take to end once it was told to: it
// proves and writes what it has.
constexpr std::chrono::milliseconds kLook(5);
constexpr std::chrono::seconds kLastWords(2);

// In a group of its own, silent; none: it was not started.
std::optional<pid_t> start(const std::vector<std::string>& words) {
  std::vector<std::string> copy = words;
  const std::vector<char*> argv = null_terminated(copy);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t process = -1;
  const int error =
      posix_spawn(&process, words[0].c_str(), &actions, &attributes, argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return std::nullopt;
  return process;
}

// Its status, once it has ended by itself, or by being told to at `deadline`, or by force.
int end_of(pid_t process, Clock::time_point deadline) {
  bool is_told = false;
  for (;;) {
    int status = 0;
    const pid_t ended = waitpid(process, &status, WNOHANG);
    if (ended == process) return status;
    if (ended < 0 && errno != EINTR) return -1;
    if (Clock::now() >= deadline || is_interrupted()) {
      kill(-process, is_told ? SIGKILL : SIGINT);
      deadline = Clock::now() + kLastWords;
      is_told = true;
    }
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace

std::string smallest_path(absl::string_view path) {
  return absl::StrCat(absl::StripSuffix(path, ".pin"), ".smallest.pin");
}

bool write_smallest(const std::string& path, const SmallestOptions& options) {
  if (options.time_max <= options.time_max.zero() || is_interrupted()) return false;
  const Clock::time_point deadline = Clock::now() + options.time_max;
  const std::optional<pid_t> process =
      start({options.tool, "minimize", path, absl::StrCat("--output=", smallest_path(path))});
  if (!process.has_value()) return false;
  const int status = end_of(*process, deadline);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace pinprick::harness
