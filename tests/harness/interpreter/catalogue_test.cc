// Every shape of the kind table: it can be made, moved, boxed, pinned, polled to its end and
// dropped, and it offers what needs Unpin exactly where the table says that it claims to be Unpin.
#include "harness/subject/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "harness/program/kind.h"
#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

class Shapes : public testing::TestWithParam<std::size_t> {
 protected:
  Kind kind() const { return standard_kind(static_cast<Shape>(GetParam())); }
  const Subject& subject() const { return *catalogue()[GetParam()]; }
  // The program with its KIND filled in.
  std::string run(const std::string& program) const {
    const std::string text = absl::StrReplaceAll(program, {{"KIND", harness::to_text(kind())}});
    const std::string seen = observed(text);
    EXPECT_FALSE(absl::StrContains(seen, "fault")) << text << seen;
    EXPECT_FALSE(absl::StrContains(seen, "leaks")) << text << seen;
    EXPECT_FALSE(absl::StrContains(seen, "program:")) << text << seen;
    return seen;
  }
  bool has(Leaf leaf) const {
    return kind().first.leaf == leaf || (kind().arity() == 2 && kind().second.leaf == leaf);
  }
  // Whether a poll gave something, or ended in an exception.
  static bool has_ended(const std::string& seen) {
    return absl::StrContains(seen, "Ready(") || absl::StrContains(seen, "threw:");
  }
};

// Those that come to no harm as long as the program does them none; for the others see
// wrapper_test.cc and tests/fail.
class HarmlessShapes : public Shapes {};

// All but the guest's, which is empty as long as there is none.
std::vector<std::size_t> shapes_of_the_library() {
  std::vector<std::size_t> shapes;
  for (std::size_t shape = 0; shape < kShapeCount; ++shape) {
    if (standard_kind(static_cast<Shape>(shape)).first.leaf != Leaf::kGuest) {
      shapes.push_back(shape);
    }
  }
  return shapes;
}

std::vector<std::size_t> harmless_shapes() {
  std::vector<std::size_t> shapes;
  for (std::size_t shape = 0; shape < kShapeCount; ++shape) {
    const Kind kind = standard_kind(static_cast<Shape>(shape));
    if (!is_makeable(kind.first.leaf)) continue;  // they wait for something
    const LeafSpec& leaf = spec(kind.first.leaf);
    if (leaf.lies.has_value() && !leaf.unpin) continue;  // harms itself in its polls
    const CombinatorSpec& rules = spec(kind.combinator);
    const bool waits_for_a_move = !rules.breaks.has_value() || rules.claim == Claim::kUnpin;
    if (waits_for_a_move || kind.honest()) shapes.push_back(shape);
  }
  return shapes;
}

std::string name_of(const testing::TestParamInfo<std::size_t>& shape) {
  return absl::StrReplaceAll(shape_name(static_cast<Shape>(shape.param)),
                             {{"(", "_of_"}, {")", ""}, {", ", "_and_"}});
}

// The leaves of which `seen` has that to say, in order: "1.0" of "drop:1.0".
std::vector<std::string> leaves_of(const std::string& seen, const std::string& what) {
  std::vector<std::string> leaves;
  for (const absl::string_view word : absl::StrSplit(seen, absl::ByAnyChar(" \n"))) {
    if (absl::StartsWith(word, what)) leaves.emplace_back(word.substr(what.size()));
  }
  return leaves;
}

TEST_P(HarmlessShapes, LivesAWholeLife) {
  std::string program =
      "let f = make KIND\nlet f = move f\nlet b = box f\nlet b = move b\nlet f = unbox b\n"
      "let f = relocate f\nlet v = vec f\nlet g = make KIND\npush v g\nlet v = move v\nlet f = pop "
      "v\n"
      "swap f v2\n";
  program = absl::StrReplaceAll(program, {{"swap f v2\n",
                                           "let h = make KIND\nswap f h\n"
                                           "let i = make KIND\nlet j = replace h i\n"
                                           "let p = box_pin f\n"}});
  // No kind takes more polls than these with its standard numbers.
  for (int i = 0; i < 7; ++i) program += "poll p\n";
  program += "let p = move p\ndrop p\ndrop v\n";
  const std::string seen = run(program);
  EXPECT_EQ(has_ended(seen), !has(Leaf::kPending)) << seen;
  // Whatever was made or polled is dropped: a first leaf once, a second one as often as it is made.
  const std::vector<std::string> dropped = leaves_of(seen, "drop:");
  for (const std::string made : {"1.0", "8.0", "12.0", "14.0"}) {
    EXPECT_EQ(std::count(dropped.begin(), dropped.end(), made), 1) << made << "\n" << seen;
  }
  for (const std::string& polled : leaves_of(seen, "poll:")) {
    EXPECT_NE(std::count(dropped.begin(), dropped.end(), polled), 0) << polled << "\n" << seen;
  }
}

TEST_P(HarmlessShapes, CanBePolledByEveryRoad) {
  for (const std::string road :
       {"let p = pin f\npoll p\nlet p = move p\npoll p\n", "let p = box_pin f\npoll p\n",
        "let b = box f\nlet p = into_pin b\npoll p\n",
        "let b = box f\nlet p = pin_unchecked b\npoll p\nlet b = into_inner_unchecked p\n",
        "let p = pin_unchecked f\npoll p\n", "poll_unpinned f\n",
        "let b = box f\npoll_unpinned b\n",
        "let p = box_pin f\nlet d = erase p\npoll d\nlet d = move d\npoll d\n",
        "let v = vec f\nlet p = pin_element_unchecked v 0\npoll p\n"}) {
    const std::string seen = run(absl::StrCat("let f = make KIND\n", road));
    EXPECT_TRUE(absl::StrContains(seen, "Pending") || has_ended(seen)) << road << seen;
    EXPECT_TRUE(absl::StrContains(seen, "drop:1.0")) << road << seen;
  }
}

TEST_P(HarmlessShapes, CanBeSetAndRunToTheEnd) {
  for (const std::string owner : {"block_on f\n", "let p = box_pin f\nblock_on p\n",
                                  "let p = box_pin f\nlet d = erase p\nblock_on d\n"}) {
    const std::string seen = run(absl::StrCat("let f = make KIND\n", owner));
    const bool is_over =
        has(Leaf::kPending) ? absl::StrContains(seen, "stalled:block_on") : has_ended(seen);
    EXPECT_TRUE(is_over) << seen;
  }
  for (const std::string pin :
       {"let p = pin f\n", "let p = box_pin f\n", "let p = pin_unchecked f\n",
        "let v = vec f\nlet p = pin_element_unchecked v 0\n"}) {
    run(absl::StrCat("let f = make KIND\nlet g = make KIND\n", pin, "poll p\nset p g\npoll p\n"));
  }
}

TEST_P(Shapes, OffersWhatNeedsUnpinOnlyIfItClaimsToBe) {
  const bool unpin = kind().unpin();
  EXPECT_EQ(subject().unpin, unpin);
  EXPECT_EQ(subject().poll_unpin != nullptr, unpin);
  EXPECT_EQ(subject().pin_new_box != nullptr, unpin);
  EXPECT_EQ(subject().pin_new != nullptr, unpin);
  EXPECT_EQ(subject().pin_new_rc != nullptr, unpin);
  EXPECT_EQ(subject().into_inner != nullptr, unpin);
  EXPECT_EQ(subject().pin_target != nullptr, unpin);
}

TEST_P(Shapes, FillsTheRestOfItsTable) {
  const Subject& s = subject();
  EXPECT_GT(s.size, 0U);
  EXPECT_LE(s.align, alignof(std::max_align_t));
  EXPECT_EQ(s.size % s.align, 0U);
  for (const Subject::Move function : {s.move,
                                       s.box,
                                       s.unbox,
                                       s.move_box,
                                       s.box_pin,
                                       s.into_pin,
                                       s.pin_unchecked_box,
                                       s.into_inner_unchecked,
                                       s.move_out,
                                       s.move_pin_box,
                                       s.pin_unchecked,
                                       s.move_pin,
                                       s.erase,
                                       s.move_erased,
                                       s.pass,
                                       s.rc,
                                       s.unwrap_rc,
                                       s.clone_rc,
                                       s.move_rc,
                                       s.pin_unchecked_rc,
                                       s.clone_pin_rc,
                                       s.move_pin_rc,
                                       s.move_rogue}) {
    EXPECT_NE(function, nullptr);
  }
  for (const Subject::End function : {s.destroy, s.destroy_box, s.destroy_pin_box, s.destroy_erased,
                                      s.destroy_rc, s.destroy_pin_rc, s.destroy_rogue}) {
    EXPECT_NE(function, nullptr);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Shapes, testing::ValuesIn(shapes_of_the_library()), name_of);
INSTANTIATE_TEST_SUITE_P(All, HarmlessShapes, testing::ValuesIn(harmless_shapes()), name_of);

// Safe operations on Unpin kinds, which the gates must let through.
TEST(Gates, UnpinKindsTakeTheSafeRoads) {
  for (const LeafSpec& leaf : kLeaves) {
    if (!leaf.unpin || leaf.self_referential || !is_makeable(leaf.leaf)) continue;
    const std::string seen = observed(absl::StrCat(
        "let f = make ", leaf.name, "\nlet p = pin_new f\npoll p\nlet b = box f\n",
        "let p = pin_new b\nlet b = into_inner p\nlet f = unbox b\nlet q = pin f\nlet g = make ",
        leaf.name, "\nlet r = pin g\nswap q r\nlet h = make ", leaf.name,
        "\nlet i = replace q h\n"));
    EXPECT_TRUE(absl::StrContains(seen, "poll:1.0")) << leaf.name << "\n" << seen;
    EXPECT_FALSE(absl::StrContains(seen, "fault")) << leaf.name << "\n" << seen;
  }
}

TEST(Panics, NumbersThatNoProgramShouldSee) {
  EXPECT_NE(panic_name(Leaf::kReady), kUnknownPanic);
  EXPECT_NE(kPanicBlockOn, kUnknownPanic);
}

}  // namespace
}  // namespace pinprick::harness
