#include "harness/campaign/confirm.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "harness/base/argv.h"
#include "harness/base/spawn.h"
#include "harness/campaign/unguarded.h"
#include "harness/program/guest.h"

extern char** environ;

namespace pinprick::harness {
namespace {

constexpr auto kTimeMax = std::chrono::seconds(30);
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

// What the shared memory holds, up to a limit.
std::string read_report(int file) {
  struct stat state = {};
  if (fstat(file, &state) != 0 || state.st_size <= 0) return "";
  std::string report(std::min(static_cast<std::size_t>(state.st_size), kReportBytesMax), '\0');
  const ssize_t count = pread(file, report.data(), report.size(), 0);
  report.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  return report;
}

// Waits for a message. False if that takes too long.
bool wait_for_message(int socket) {
  const auto deadline = std::chrono::steady_clock::now() + kTimeMax;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd entry = {socket, POLLIN, 0};
    if (::poll(&entry, 1, static_cast<int>(left.count())) > 0) return true;
  }
}

}  // namespace

absl::Status Confirmer::start() {
  progress_ = memfd_create("pinprick-progress", 0);
  if (progress_ < 0) return failed("memfd_create");
  if (ftruncate(progress_, sizeof(std::uint16_t)) != 0) return failed("ftruncate");
  report_ = memfd_create("pinprick-report", MFD_CLOEXEC);
  if (report_ < 0 || fcntl(report_, F_SETFL, O_APPEND) != 0) return failed("memfd_create");
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return failed("socketpair");
  socket_ = ends[0];

  std::vector<std::string> environment = child_environment(options_.symbolize);
  // Ctrl-C ends a campaign, but not the child that is being asked, whose silence would look like a
  // contradiction.
  std::vector<std::string> words = {options_.tool, "confirm", "--bare",
                                    absl::StrCat("--progress_fd=", progress_)};
  if (guest() != nullptr) words.push_back(absl::StrCat("--type=", guest()->name));
  const int error =
      spawn_in_group(words, null_terminated(environment).data(), ends[1], report_, server_);
  close(ends[1]);
  if (error == 0) return absl::OkStatus();
  server_ = -1;
  errno = error;
  return failed(options_.tool);
}

// Ends the process, and whatever it has running; its status.
int Confirmer::stop() {
  int status = 0;
  if (server_ >= 0) {
    kill(-server_, SIGKILL);
    while (waitpid(server_, &status, 0) < 0 && errno == EINTR) {
    }
  }
  for (int* const file : {&socket_, &progress_, &report_}) {
    if (*file >= 0) close(*file);
    *file = -1;
  }
  server_ = -1;
  return status;
}

absl::StatusOr<Confirmation> Confirmer::confirm(const std::string& path) {
  if (server_ < 0) {
    if (absl::Status status = start(); !status.ok()) {
      stop();
      return status;
    }
  }
  const std::uint16_t none = 0;
  if (ftruncate(report_, 0) != 0) return failed("ftruncate");
  if (pwrite(progress_, &none, sizeof none, 0) != sizeof none) return failed("pwrite");
  int status = 0;
  const bool asked = send(socket_, path.data(), path.size(), MSG_NOSIGNAL) >= 0;
  if (asked && !wait_for_message(socket_)) {
    stop();
    return absl::DeadlineExceededError(absl::StrCat(path, ": ran for too long"));
  }
  if (!asked || recv(socket_, &status, sizeof status, 0) != sizeof status) {
    absl::Status ended = absl::InternalError(absl::StrCat(
        options_.tool,
        ": ended before it answered: ", absl::StripAsciiWhitespace(read_report(report_))));
    stop();
    return ended;
  }

  Confirmation result;
  result.report = read_report(report_);
  if (pread(progress_, &result.op, sizeof result.op, 0) != sizeof result.op) return failed("pread");
  bool has_summary = false;
  const FaultClass fault = fault_in_report(result.report, has_summary);
  if (has_summary) result.fault = fault;
  if (!has_summary && WIFSIGNALED(status) && WTERMSIG(status) == kUnguardedCpuSignal) {
    result.fault = FaultClass::kEndlessLoop;
    absl::StrAppend(&result.report, name(FaultClass::kEndlessLoop), ": not ended after ",
                    kUnguardedCpuMsMax, " ms of CPU time\n");
  }
  result.finished = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return result;
}

absl::StatusOr<Confirmation> confirm(const std::string& path, const ConfirmOptions& options) {
  return Confirmer(options).confirm(path);
}

bool agrees(const Confirmation& confirmation, const Prediction& prediction) {
  if (!prediction.fault.has_value())
    return confirmation.finished && !confirmation.fault.has_value();
  return !confirmation.finished && confirmation.fault == prediction.fault->fault &&
         confirmation.op == prediction.fault->op;
}

}  // namespace pinprick::harness
