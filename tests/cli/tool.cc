#include "tests/cli/tool.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "harness/base/argv.h"

extern char** environ;

namespace pinprick::harness {

namespace fs = std::filesystem;

Folder::Folder() : path_(::testing::TempDir() + "pinprick-test-XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << path_ << ": cannot be made";
}

Folder::~Folder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

std::string Folder::operator/(absl::string_view name) const {
  return absl::StrCat(path_, "/", name);
}

std::string Folder::file(absl::string_view name, absl::string_view content) const {
  std::string path = *this / name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

std::string content_of(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

std::map<std::string, std::string> files_in(const std::string& directory) {
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) files[entry.path().string()] = content_of(entry.path().string());
  }
  return files;
}

Tool::Tool(const std::vector<std::string>& words, const std::vector<std::string>& environment) {
  std::vector<std::string> all = {PINPRICK_TOOL};
  all.insert(all.end(), words.begin(), words.end());
  const std::vector<char*> argv = null_terminated(all);

  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const absl::string_view variable = *entry;
    if (!absl::StartsWith(variable, "ASAN_OPTIONS=") &&
        !absl::StartsWith(variable, "UBSAN_OPTIONS=")) {
      variables.emplace_back(variable);
    }
  }
  variables.insert(variables.end(), environment.begin(), environment.end());
  const std::vector<char*> envp = null_terminated(variables);

  // Into files: two pipes could fill up while we read the other one.
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, (folder_ / "out").c_str(), kFlags,
                                   0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (folder_ / "err").c_str(), kFlags,
                                   0600);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  const int error =
      posix_spawn(&process_, PINPRICK_TOOL, &actions, &attributes, argv.data(), envp.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  running_ = error == 0;
  if (!running_) ADD_FAILURE() << PINPRICK_TOOL << ": cannot be started: " << error;
}

Tool::~Tool() {
  if (!running_) return;
  kill(-process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

void Tool::send(int signal) const {
  if (running_) kill(process_, signal);
}

void Tool::send_to_all(int signal) const {
  if (running_) kill(-process_, signal);
}

void Tool::wait_for(absl::string_view text) const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!absl::StrContains(content_of(folder_ / "out"), text)) {
    if (std::chrono::steady_clock::now() > deadline) {
      ADD_FAILURE() << "the tool did not say `" << text << "` in time";
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

Outcome Tool::wait(std::chrono::seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  Outcome outcome;
  while (running_) {
    int status = 0;
    if (waitpid(process_, &status, WNOHANG) == process_) {
      running_ = false;
      if (WIFEXITED(status)) outcome.status = WEXITSTATUS(status);
    } else if (std::chrono::steady_clock::now() > deadline) {
      ADD_FAILURE() << "the tool did not end in time";
      break;
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  outcome.out = content_of(folder_ / "out");
  outcome.err = content_of(folder_ / "err");
  return outcome;
}

bool Tool::left_processes() const { return kill(-process_, 0) == 0 || errno != ESRCH; }

Outcome run_tool(const std::vector<std::string>& words,
                 const std::vector<std::string>& environment) {
  return Tool(words, environment).wait();
}

void expect_refusal(const Outcome& outcome, const std::string& message) {
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, absl::StrCat("pinprick: ", message, "\n"));
}

bool is_one_line(absl::string_view text) {
  return text.size() > 1 && text.find('\n') == text.size() - 1;
}

boost::json::value last_line_as_json(absl::string_view out) {
  absl::ConsumeSuffix(&out, "\n");
  const std::size_t line_break = out.rfind('\n');
  if (line_break != absl::string_view::npos) out.remove_prefix(line_break + 1);
  boost::system::error_code error;
  boost::json::value value = boost::json::parse({out.data(), out.size()}, error);
  return error ? boost::json::value() : value;
}

std::string seed_program(absl::string_view name) {
  return absl::StrCat(PINPRICK_SOURCE_DIR "/corpus/seed/", name, ".pin");
}

}  // namespace pinprick::harness
