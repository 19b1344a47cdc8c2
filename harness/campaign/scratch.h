// Where the workers of a campaign leave what they find, for as long as it runs.
#pragma once

#include <set>
#include <string>

#include "absl/status/status.h"

namespace pinprick::harness {

// A directory of its own among the temporary ones, removed at the end.
class ScratchDirectory {
 public:
  ScratchDirectory() = default;
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  absl::Status make();

  std::string inputs() const { return path_ + "/inputs"; }
  std::string signatures() const { return path_ + "/signatures"; }
  std::string findings() const { return path_ + "/findings"; }
  // Where libFuzzer leaves the input that killed a worker.
  const std::string& artifacts() const { return path_; }

 private:
  std::string path_;
};

// The names in a directory, without those of files that are being written.
std::set<std::string> names_in(const std::string& directory);

}  // namespace pinprick::harness
