// The planted faults of the fire drill do what they say, and nothing without being asked.
#include <gtest/gtest.h>

#include "harness/program/kind.h"
#include "harness/subject/catalogue.h"
#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

constexpr const char* kMovedLocal =
    "let f = make example(len=2, first=10)\npoll_unpinned f\nlet g = move f\npoll_unpinned g\n"
    "poll_unpinned g\n";
constexpr const char* kMovedOutOfABox =
    "let f = make example\nlet p = box_pin f\npoll p\nlet g = move_out p\npoll_unpinned g\n";

InterpreterOptions with_skip_poison() {
  InterpreterOptions options;
  options.vacated = VacatedPlace::kReadable;
  return options;
}
InterpreterOptions with(Interception interception) {
  InterpreterOptions options;
  options.interception = interception;
  return options;
}
InterpreterOptions with_hole() {
  InterpreterOptions options;
  options.subjects = &catalogue_with_hole();
  return options;
}

TEST(SkipPoison, LeavesAVacatedPlaceReadable) {
  EXPECT_EQ(observed(kMovedLocal, with_skip_poison()),
            "2: poll:1.0 woke Pending\n4: poll:1.0 woke Pending\n5: poll:1.0 Ready(31)\n"
            "6: drop:1.0\n");
}

// What a combinator that moves its child within itself leaves unpoisoned as well.
TEST(SkipPoison, LeavesAKeepersOldHomeScribbledOver) {
  constexpr const char* kMovedKeeper =
      "let f = make keeper(len=2, first=10)\npoll_unpinned f\nlet g = move f\npoll_unpinned g\n"
      "poll_unpinned g\n";
  EXPECT_EQ(observed(kMovedKeeper, with_skip_poison()),
            "2: poll:1.0 woke Pending\n4: poll:1.0 woke Pending\n5: poll:1.0 Ready(495)\n"
            "6: drop:1.0\n");
}

TEST(SkipPoison, DoesNotTouchWhatIsFreed) {
  EXPECT_EQ(observed(kMovedOutOfABox, with_skip_poison()), observed(kMovedOutOfABox));
}

TEST(Deaf, HearsNoFault) {
  for (const char* program : {kMovedLocal, kMovedOutOfABox}) {
    const std::string heard = observed(program);
    EXPECT_NE(heard.find("fault"), std::string::npos);
    EXPECT_EQ(observed(program, with(Interception::kDeaf)).find("fault"), std::string::npos);
  }
}

TEST(Deaf, RunsHonestProgramsAsEver) {
  constexpr const char* kHonest = "let f = make example\nlet p = box_pin f\npoll p\nforget p\n";
  EXPECT_EQ(observed(kHonest, with(Interception::kDeaf)), observed(kHonest));
  EXPECT_EQ(observed(kHonest, with(Interception::kOff)), observed(kHonest));
}

TEST(OffDeathTest, LetsTheSanitizerEndTheProcess) {
  EXPECT_DEATH(observed(kMovedLocal, with(Interception::kOff)), "use-after-poison");
  EXPECT_DEATH(observed(kMovedOutOfABox, with(Interception::kOff)), "heap-use-after-free");
}

TEST(Hole, ASafeProgramFaults) {
  constexpr const char* kSafe =
      "let f = make map(example(len=1), add=0)\nlet p = box_pin f\npoll p\npoll p\npoll p\n";
  EXPECT_EQ(observed(kSafe),
            "3: poll:1.0 woke Pending\n4: poll:1.0 woke Pending\n5: poll:1.0 drop:1.0 Ready(2)\n");
  EXPECT_EQ(observed(kSafe, with_hole()),
            "3: poll:1.0 woke Pending\n4: poll:1.0 woke Pending\n5: poll:1.0\n"
            "fault 5: heap-use-after-free of 1 by 4\n");
}

TEST(Hole, IsTheOnlyDifference) {
  const Shape holed = shape_of(Combinator::kMap, Leaf::kExample);
  for (std::size_t shape = 0; shape < kShapeCount; ++shape) {
    EXPECT_EQ(catalogue()[shape] == catalogue_with_hole()[shape], shape != holed) << shape;
  }
  EXPECT_FALSE(catalogue_with_hole()[holed]->unpin) << "its claims are sound";
}

}  // namespace
}  // namespace pinprick::harness
