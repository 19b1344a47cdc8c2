// A folder of its own for each test, gone with all that is in it when the test ends.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/base/file.h"

namespace pinprick::harness {

class Folder {
 public:
  Folder() : path_(::testing::TempDir() + "pinprick-test-XXXXXX") {
    if (mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << path_ << ": cannot be made";
  }
  ~Folder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(absl::string_view name) const { return absl::StrCat(path_, "/", name); }
  // Makes a file with this content; its path.
  std::string file(absl::string_view name, absl::string_view content) const {
    std::string path = *this / name;
    const absl::Status status = write_file(path, content);
    EXPECT_TRUE(status.ok()) << status;
    return path;
  }

 private:
  std::string path_;
};

}  // namespace pinprick::harness
