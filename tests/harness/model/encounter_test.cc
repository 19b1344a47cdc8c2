// What the model notes of the moves in a program: rule, kind, operation, and how far the future is.
#include "harness/model/encounter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/model/model.h"
#include "harness/program/text.h"

namespace pinprick::harness {

void PrintTo(const Encounter& encounter, std::ostream* out) {
  *out << spec(encounter.rule).name << ' ' << name_of(encounter.genus) << ' '
       << spec(encounter.way).name << ' ' << static_cast<int>(encounter.progress);
}

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum Rule;
using enum Progress;

std::vector<Encounter> encounters(const char* text) {
  const absl::StatusOr<Script> script = parse(text, "test");
  EXPECT_TRUE(script.ok()) << script.status();
  return script.ok() ? predict(script->program).encounters : std::vector<Encounter>{};
}

constexpr Genus kExample = genus_of(Leaf::kExample);
constexpr Genus kReady = genus_of(Leaf::kReady);

TEST(Encounters, BeforeThePinAndAfterIt) {
  EXPECT_THAT(encounters("let f = make example\n"
                         "let p = box_pin f\n"
                         "poll p\n"
                         "let g = move_out p\n"
                         "forget g\n"),
              ElementsAre(Encounter{kBeforePin, kExample, OpCode::kBoxPin, kFresh},
                          Encounter{kMove, kExample, OpCode::kMoveOut, kSuspended},
                          Encounter{kDrop, kExample, OpCode::kForget, kSuspended}));
}

TEST(Encounters, OfWhatIsUnpin) {
  EXPECT_THAT(encounters("let f = make ready\n"
                         "poll_unpin f\n"
                         "let g = move f\n"),
              ElementsAre(Encounter{kUnpin, kReady, OpCode::kMove, kDone}));
}

TEST(Encounters, WithThePointerAlone) {
  EXPECT_THAT(encounters("let f = make example\n"
                         "let p = box_pin f\n"
                         "let q = move p\n"
                         "forget q\n"),
              ElementsAre(Encounter{kBeforePin, kExample, OpCode::kBoxPin, kFresh},
                          Encounter{kPointer, kExample, OpCode::kMove, kFresh},
                          Encounter{kLeak, kExample, OpCode::kForget, kFresh}));
}

// The rule is that of the road by which it was pinned.
TEST(Encounters, BehindAPinThatIsGone) {
  EXPECT_THAT(encounters("let f = make example\n"
                         "poll_unpinned f\n"
                         "let g = move f\n"
                         "forget g\n"),
              ElementsAre(Encounter{kOutlive, kExample, OpCode::kMove, kSuspended},
                          Encounter{kDrop, kExample, OpCode::kForget, kSuspended}));
}

TEST(Encounters, OfAChildThatItsOwnTypeMoves) {
  const Genus shuffler = genus_of(Combinator::kShuffler);
  EXPECT_THAT(encounters("let f = make shuffler(example)\n"
                         "let p = box_pin f\n"
                         "poll p\n"
                         "drop p\n"),
              ElementsAre(Encounter{kBeforePin, shuffler, OpCode::kBoxPin, kFresh},
                          Encounter{kPinnedDrop, shuffler, OpCode::kDrop, kSuspended}));
}

TEST(Encounters, AtTheEndOfTheProgram) {
  const Genus packed = genus_of(Combinator::kPacked);
  EXPECT_THAT(encounters("let f = make packed(yield_n)\n"),
              ElementsAre(Encounter{kUnpin, packed, OpCode::kCloseScope, kFresh}));
}

TEST(Encounters, NoneWhereNothingMoves) {
  EXPECT_THAT(encounters("let f = make example\npoll_unpinned f\npoll_unpinned f\n"), IsEmpty());
}

std::vector<std::string> concerned(const char* text) {
  const absl::StatusOr<Script> script = parse(text, "test");
  EXPECT_TRUE(script.ok()) << script.status();
  std::vector<std::string> rules;
  if (!script.ok()) return rules;
  const Prediction& prediction = predict(script->program);
  for (const RuleSpec& rule : kRules) {
    if (prediction.concerned[static_cast<std::size_t>(rule.rule)]) rules.emplace_back(rule.name);
  }
  return rules;
}

// A rule has a say where it is kept, too: no move need come of it.
TEST(Concerned, WhatIsPinnedAndStays) {
  EXPECT_THAT(concerned("let f = make example\npoll_unpinned f\n"),
              ElementsAre("outlive", "drop", "cancel"));
  EXPECT_THAT(concerned("let f = make example\nlet r = rc f\npoll_shared r\n"),
              ElementsAre("alias", "drop", "before-pin", "cancel"));
}

TEST(Concerned, ThePlainLifeOfWhatIsUnpin) {
  EXPECT_THAT(concerned("let f = make ready\nlet g = move f\npoll_unpin g\npoll_unpin g\n"),
              ElementsAre("unpin", "poll-done"));
}

TEST(Concerned, TheWakerOfATask) {
  EXPECT_THAT(concerned("let t = task\nlet w = waker t\nwake w\n"), ElementsAre("waker"));
}

}  // namespace
}  // namespace pinprick::harness
