// Smaller bodies of machines: valid, smaller, and none that matters is missing.
#include "harness/minimizer/smaller_body.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "harness/generator/generator.h"
#include "harness/minimizer/smaller.h"
#include "tests/harness/minimizer/watched.h"

namespace pinprick::harness::smaller_body_test {
namespace {

Body body_of(absl::string_view text) {
  return program_of(absl::StrCat("let f = make machine(", text, ")\n")).ops.at(0).kind.body;
}

std::string text_without(absl::string_view body, StatementSet left_out) {
  const std::optional<Body> shorter = without(body_of(body), left_out);
  return shorter.has_value() ? to_text(*shorter) : "none";
}

TEST(Without, LeavesOutWhatNeedsIt) {
  EXPECT_EQ(text_without("a = bytes 8; b = ref a; await; read b", 0b0001), "await");
  EXPECT_EQ(text_without("a = bytes 8; b = ref a; await; read b", 0b0010), "a = bytes 8; await");
  EXPECT_EQ(text_without("a = bytes 8; b = ref a; await; read b", 0b0100),
            "a = bytes 8; b = ref a; read b");
}

TEST(Without, RenamesLocals) {
  EXPECT_EQ(text_without("a = int 1; b = text 2; c = ref b; read c", 0b0001),
            "a = text 2; b = ref a; read b");
}

TEST(Without, SkipJumpsOverWhatIsLeft) {
  EXPECT_EQ(text_without("a = int 1; skip 2; read a; await; await", 0b00100),
            "a = int 1; skip 1; await; await");
  EXPECT_EQ(text_without("a = int 1; skip 2; read a; await; await", 0b01100), "a = int 1; await");
}

TEST(Without, NothingOrNothingValidIsNone) {
  EXPECT_EQ(text_without("await", 0b1), "none");
  // The guard would look at what is dropped.
  EXPECT_EQ(text_without("a = text 2; b = guard a; drop b; drop a", 0b0100), "none");
}

bool is_below(const Body& a, const Body& b) {
  Program with_a = program_of("let f = make machine\n");
  Program with_b = with_a;
  with_a.ops[0].kind.body = a;
  with_b.ops[0].kind.body = b;
  return is_smaller(with_a, with_b);
}

TEST(SmallerBodies, AreValidAndSmaller) {
  Generator generator(11);
  std::size_t bodies = 0;
  while (bodies < 60) {
    for (const Op& op : generator.next(40).ops) {
      const Body& body = op.kind.body;
      if (body.count == 0) continue;
      ++bodies;
      for (const Body& each : smaller_bodies(body)) {
        EXPECT_TRUE(is_valid(each)) << to_text(each);
        EXPECT_TRUE(is_below(each, body)) << to_text(each) << " of " << to_text(body);
      }
    }
  }
}

std::set<std::string> texts(absl::string_view body) {
  std::set<std::string> all;
  for (const Body& each : smaller_bodies(body_of(body))) all.insert(to_text(each));
  return all;
}

TEST(SmallerBodies, FewerStatementsCheaperOnesAndSmallerNumbers) {
  const std::set<std::string> all = texts("a = text 30; await; b = deref a; read b");
  for (const char* each :
       {"a = text 30", "a = text 30; await", "await", "a = text 30; await; b = ref a; read b",
        "a = text 1; await; b = deref a; read b", "a = text 16; await; b = deref a; read b",
        "a = text 30; await; b = deref a; read a"}) {
    EXPECT_EQ(all.count(each), 1U) << each;
  }
}

}  // namespace
}  // namespace pinprick::harness::smaller_body_test
