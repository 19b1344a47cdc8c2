// What people are told of findings: the smallest first, and where to look.
#include "harness/campaign/findings.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/harness/campaign/folder.h"

namespace pinprick::harness::findings_test {
namespace {

TEST(Findings, AreNone) { EXPECT_EQ(findings_text({}), "findings: none\n"); }

TEST(Findings, AreSortedByWhatShowsThem) {
  const Folder folder;
  const std::string a = folder.file("a.pin", "let t = task\nlet f = make ready\ndrop f\n");
  const std::string b = folder.file("b.pin", "let t = task\ndrop t\nlet u = task\ndrop u\n");
  const std::string small = folder.file("b.smallest.pin", "# b, smaller\nlet t = task\n");
  EXPECT_EQ(
      findings_text({a, b}),
      absl::StrCat("findings: 2, stored as programs, the sanitizer's own report beside each:\n"
                   "  ",
                   b, "\n    with 1 operation: scripts/reproduce '", small, "'\n  ", a,
                   "\n    with 3 operations: scripts/reproduce '", a,
                   "'\nthe first of them:\n# b, smaller\nlet t = task\n"));
}

// As one is that the harness died of.
TEST(Findings, MayBeGone) {
  EXPECT_EQ(findings_text({"gone.pin"}),
            "findings: 1, stored as programs, the sanitizer's own report beside each:\n"
            "  gone.pin\n    scripts/reproduce 'gone.pin'\n");
}

}  // namespace
}  // namespace pinprick::harness::findings_test
