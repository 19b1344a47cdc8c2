// Bodies of machines, taken apart, changed and put together.
#include "harness/mutator/body_draft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "harness/mutator/kinds.h"
#include "tests/harness/mutator/kit.h"

namespace pinprick::harness::body_draft_test {
namespace {

Body body_of(const std::string& text) {
  return mutator_kit::parsed("let f = make machine(" + text + ")\n").ops.at(0).kind.body;
}

TEST(BodyDraft, PutsTogetherWhatItTookApart) {
  Random random(1);
  for (int i = 0; i < 5'000; ++i) {
    const Body body = draw_body(random);
    ASSERT_TRUE(is_valid(body)) << to_text(body);
    ASSERT_TRUE(assemble(take_apart(body)) == body) << to_text(body);
  }
}

// Without its first statement: what named that local goes too, and the others keep theirs.
TEST(BodyDraft, LeavesOutWhatDoesNotFit) {
  std::vector<BodyPart> parts = take_apart(body_of("a = int 1; b = text 2; read a; await; read b"));
  parts.erase(parts.begin());
  EXPECT_EQ(to_text(assemble(parts)), "a = text 2; await; read a");
}

TEST(BodyDraft, AJumpGoesNoFurtherThanThereIs) {
  std::vector<BodyPart> parts = take_apart(body_of("skip 3; await; await; await"));
  parts.pop_back();
  EXPECT_EQ(to_text(assemble(parts)), "skip 2; await; await");
  parts.resize(1);
  EXPECT_EQ(to_text(assemble(parts)), "await") << "over nothing there is no jump";
}

TEST(BodyDraft, IsNeverEmpty) { EXPECT_EQ(to_text(assemble(std::vector<BodyPart>())), "await"); }

TEST(BodyDraft, ChangesGiveValidBodiesAndReachEveryStatement) {
  Random random(2);
  std::array<std::size_t, kStatementCount> reached{};
  std::size_t changed = 0;
  constexpr std::size_t kSteps = 20'000;
  std::size_t longest = 0;
  Body body = kStandardBody;
  for (std::size_t i = 0; i < kSteps; ++i) {
    std::vector<BodyPart> parts = take_apart(body);
    change(parts, random);
    const Body next = assemble(parts);
    ASSERT_TRUE(is_valid(next)) << to_text(body) << "\nbecame\n" << to_text(next);
    changed += next == body ? 0 : 1;
    body = next;
    longest = std::max<std::size_t>(longest, body.count);
    for (const Statement& each : body) ++reached[static_cast<std::size_t>(each.code)];
  }
  EXPECT_GE(changed, kSteps / 3);
  EXPECT_EQ(longest, kMaxStatements);
  for (std::size_t i = 0; i < kStatementCount; ++i) {
    EXPECT_GE(reached[i], 50U) << kStatements[i].name;
  }
}

}  // namespace
}  // namespace pinprick::harness::body_draft_test
