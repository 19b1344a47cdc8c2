#include "harness/campaign/smallest.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "harness/base/spawn.h"
#include "harness/campaign/interrupt.h"
#include "harness/program/guest.h"

extern char** environ;

namespace pinprick::harness {
namespace {

using Clock = std::chrono::steady_clock;

// How often is looked whether it has ended, and how long it may take to end once it was told to: it
// proves and writes what it has.
constexpr std::chrono::milliseconds kLook(5);
constexpr std::chrono::seconds kLastWords(2);

// Without a word of its own; none: it was not started.
std::optional<pid_t> start(std::vector<std::string> words) {
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0) return std::nullopt;
  pid_t process = -1;
  const int error = spawn_in_group(std::move(words), environ, nothing, nothing, process);
  close(nothing);
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
  std::vector<std::string> words = {options.tool, "minimize", path,
                                    absl::StrCat("--output=", smallest_path(path))};
  if (guest() != nullptr) words.push_back(absl::StrCat("--type=", guest()->name));
  const std::optional<pid_t> process = start(std::move(words));
  if (!process.has_value()) return false;
  const int status = end_of(*process, deadline);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace pinprick::harness
