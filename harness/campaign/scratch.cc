#include "harness/campaign/scratch.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "harness/base/file.h"

namespace pinprick::harness {

namespace fs = std::filesystem;

ScratchDirectory::~ScratchDirectory() {
  std::error_code error;
  if (!path_.empty()) fs::remove_all(path_, error);
}

absl::Status ScratchDirectory::make() {
  std::error_code error;
  std::string name = (fs::temp_directory_path(error) / "pinprick-XXXXXX").string();
  if (error || mkdtemp(name.data()) == nullptr) {
    return absl::InternalError(absl::StrCat(name, ": cannot make a temporary directory"));
  }
  path_ = name;
  for (const std::string& each : {inputs(), signatures(), findings()}) {
    if (absl::Status status = make_directory(each); !status.ok()) return status;
  }
  return absl::OkStatus();
}

std::set<std::string> names_in(const std::string& directory) {
  std::set<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (!absl::StrContains(name, ".tmp.")) names.insert(name);
  }
  return names;
}

}  // namespace pinprick::harness
