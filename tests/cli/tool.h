// Starts the built tool and says how it ended, and makes the files that it is pointed at.
#pragma once

#include <sys/types.h>

#include <boost/json.hpp>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace pinprick::harness {

// A folder of its own for each test, gone with all that is in it when the test ends.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(absl::string_view name) const;
  // Makes a file with this content; its path.
  std::string file(absl::string_view name, absl::string_view content) const;

 private:
  std::string path_;
};

std::string content_of(const std::string& path);

// Each regular file under `directory`, with its content: for comparing before with after.
std::map<std::string, std::string> files_in(const std::string& directory);

struct Outcome {
  int status = -1;  // the exit status; -1: ended by a signal, or for want of patience
  std::string out;
  std::string err;
};

// One run of the tool. It leads a process group of its own, so that what it leaves running shows.
class Tool {
 public:
  // `environment` is added to ours, without the options for sanitizers that ours may have.
  explicit Tool(const std::vector<std::string>& words,
                const std::vector<std::string>& environment = {});
  ~Tool();
  Tool(const Tool&) = delete;
  Tool& operator=(const Tool&) = delete;

  pid_t process() const { return process_; }
  // To the tool alone, as `kill` does.
  void send(int signal) const;
  // To the tool and all that it started, as a terminal does at Ctrl-C.
  void send_to_all(int signal) const;
  // Until its standard output has this text in it.
  void wait_for(absl::string_view text) const;
  Outcome wait(std::chrono::seconds patience = std::chrono::seconds(100));
  // Whether a process that the tool started is still there, after it ended.
  bool left_processes() const;

 private:
  Folder folder_;
  pid_t process_ = -1;
  bool running_ = false;
};

Outcome run_tool(const std::vector<std::string>& words,
                 const std::vector<std::string>& environment = {});

// Exit 2, nothing on standard output, and this one line.
void expect_refusal(const Outcome& outcome, const std::string& message);

// Text that ends with a line break and has no other.
bool is_one_line(absl::string_view text);

// The last line of the output as JSON; null if it is not.
boost::json::value last_line_as_json(absl::string_view out);

// A program of the project's own corpus.
std::string seed_program(absl::string_view name);

}  // namespace pinprick::harness
