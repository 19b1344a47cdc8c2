// Other kinds to try: all of them can be made, and those that matter are among them.
#include "harness/minimizer/smaller_kinds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/harness/minimizer/watched.h"

namespace pinprick::harness::smaller_kinds_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SmallerNumbers, StandardFirstThenTheSmallest) {
  const Parameter parameter = {"n", 0, 8, 2};
  EXPECT_THAT(smaller_numbers(parameter, 4), ElementsAre(2, 0, 1, 3));
  EXPECT_THAT(smaller_numbers(parameter, 0), ElementsAre(2));
  EXPECT_THAT(smaller_numbers(parameter, 2), IsEmpty());
  EXPECT_THAT(smaller_numbers({}, 0), IsEmpty());
}

TEST(SmallerNumbers, OfManyTheMiddleAndTheNext) {
  const std::vector<std::uint8_t> numbers = smaller_numbers({"value", 0, 255, 1}, 200);
  EXPECT_EQ(numbers.front(), 1);
  EXPECT_EQ(numbers[numbers.size() - 2], 100);
  EXPECT_EQ(numbers.back(), 199);
}

TEST(OtherKinds, CanAllBeMade) {
  for (std::size_t shape = 0; shape < kShapeCount; ++shape) {
    const Kind kind = standard_kind(static_cast<Shape>(shape));
    if (kind.first.leaf == Leaf::kCareless || kind.first.leaf == Leaf::kGuest) continue;
    Program program;
    if (is_waiter(kind.first.leaf)) {
      for (const SourceSpec& source : kSources) {
        if (waiter_of(source.code) != kind.first.leaf) continue;
        program = program_of(absl::StrCat("let s = source ", source.name, "\nlet f = wait s\n"));
      }
    } else {
      program = program_of("let f = make yield_n\n");
    }
    const std::vector<Kind> kinds = other_kinds(kind);
    EXPECT_GT(kinds.size(), 3U) << shape_name(kind.shape());
    for (const Kind& other : kinds) {
      EXPECT_FALSE(other == kind);
      program.ops.back().kind = other;
      EXPECT_TRUE(validate(program).ok()) << to_text(other) << " for " << to_text(kind);
    }
  }
}

TEST(OtherKinds, LeavesAloneCheaperOnesAndOtherCombinators) {
  std::set<std::string> all;
  const Kind kind = program_of("let f = make join(example(len=3), keeper)\n").ops[0].kind;
  for (const Kind& each : other_kinds(kind)) all.insert(to_text(each));
  for (const char* each :
       {"example(len=3)", "keeper", "yield_n", "join(yield_n, keeper)",
        "join(example(len=3), yield_n)", "join(keeper, example(len=3))", "join(example, keeper)",
        "join(example(len=1), keeper)", "then(example(len=3), keeper)", "fuse(example(len=3))",
        "fuse(keeper)"}) {
    EXPECT_EQ(all.count(each), 1U) << each;
  }
}

}  // namespace
}  // namespace pinprick::harness::smaller_kinds_test
