#include "harness/cli/types.h"

#include <memory>
#include <string>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "harness/subject/admit.h"

ABSL_FLAG(std::string, type, "", "a registered type, to be the guest of the programs");

namespace pinprick::harness {
namespace {

std::string names() {
  constexpr std::size_t kMost = 12;
  std::vector<std::string> names;
  for (const std::unique_ptr<check::Registration>& each : check::registrations()) {
    if (names.size() == kMost) {
      names.emplace_back("...");
      break;
    }
    names.push_back(each->name);
  }
  return absl::StrJoin(names, ", ");
}

}  // namespace

bool& types_are_own() {
  static bool are_own = false;
  return are_own;
}

absl::StatusOr<std::vector<const check::Registration*>> chosen_types() {
  const std::string wanted = absl::GetFlag(FLAGS_type);
  if (wanted.empty() && !types_are_own()) {
    return absl::InvalidArgumentError(
        "say which type: --type=NAME; those of the bug bank are there, `bugs` looks at all of "
        "them");
  }
  std::vector<const check::Registration*> types;
  for (const std::unique_ptr<check::Registration>& each : check::registrations()) {
    if (wanted.empty() || each->name == wanted) types.push_back(each.get());
  }
  if (types.empty()) {
    return absl::InvalidArgumentError(
        check::registrations().empty()
            ? "no type is registered in this executable; see pinprick/check.h"
            : absl::StrCat("--type: no type `", wanted, "` is registered; there are ", names()));
  }
  if (!wanted.empty() && types.size() > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("two types are registered as `", wanted, "`; give them different names"));
  }
  return types;
}

absl::Status admit_chosen_type() {
  if (absl::GetFlag(FLAGS_type).empty() && !types_are_own()) return absl::OkStatus();
  const absl::StatusOr<std::vector<const check::Registration*>> types = chosen_types();
  if (!types.ok()) return types.status();
  if (types->size() > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("several types are registered: choose one with --type: ", names()));
  }
  return admit(*types->front());
}

}  // namespace pinprick::harness
