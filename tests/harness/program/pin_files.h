// The programs that stand in the repository as files.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace pinprick::harness {

// The *.pin files in `folder` (a path in the repository) and below, sorted. Looked up when called,
// so that a new file is tested without a new build.
inline std::vector<std::string> pin_files(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(fs::path(PINPRICK_SOURCE_DIR) / folder)) {
    if (entry.path().extension() == ".pin") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

inline std::vector<std::string> all_pin_files() {
  std::vector<std::string> all;
  for (const char* folder : {"corpus", "tests/pass", "tests/fail"}) {
    const std::vector<std::string> paths = pin_files(folder);
    all.insert(all.end(), paths.begin(), paths.end());
  }
  return all;
}

}  // namespace pinprick::harness
