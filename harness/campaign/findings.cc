#include "harness/campaign/findings.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <tuple>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "harness/base/file.h"
#include "harness/base/limits.h"
#include "harness/campaign/smallest.h"
#include "harness/program/guest.h"
#include "harness/program/text.h"

namespace pinprick::harness {
namespace {

// Of a program that cannot be read.
constexpr std::size_t kUnread = kMaxOps + 1;

struct Finding {
  std::string path;    // as it was found
  std::string to_see;  // the smallest program that shows it, if there is one
  std::size_t ops;
};

Finding finding_at(const std::string& path) {
  const std::string smallest = smallest_path(path);
  if (const absl::StatusOr<Script> script = load(smallest); script.ok()) {
    return {path, smallest, script->program.ops.size()};
  }
  const absl::StatusOr<Script> script = load(path);
  return {path, path, script.ok() ? script->program.ops.size() : kUnread};
}

}  // namespace

std::string findings_text(const std::vector<std::string>& paths) {
  if (paths.empty()) return "findings: none\n";
  std::vector<Finding> findings;
  findings.reserve(paths.size());
  for (const std::string& path : paths) findings.push_back(finding_at(path));
  std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.ops, a.path) < std::tie(b.ops, b.path);
  });
  std::string text =
      absl::StrCat("findings: ", findings.size(),
                   ", stored as programs, the sanitizer's own report beside each:\n");
  for (const Finding& each : findings) {
    absl::StrAppend(&text, "  ", each.path, "\n    ");
    if (each.ops != kUnread) {
      absl::StrAppend(&text, "with ", each.ops, each.ops == 1 ? " operation: " : " operations: ");
    }
    absl::StrAppend(&text,
                    guest() == nullptr ? "scripts/reproduce"
                                       : absl::StrCat(program_invocation_short_name,
                                                      " run --type=", guest()->name),
                    " '", each.to_see, "'\n");
  }
  const absl::StatusOr<std::string> program = read_file(findings.front().to_see, kMaxFileBytes);
  if (program.ok()) absl::StrAppend(&text, "the first of them:\n", *program);
  return text;
}

}  // namespace pinprick::harness
