// The table of verdicts on programs of guests, row by row, on hand-made answers: nothing is run.
#include "harness/program/guest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "harness/judge/judge.h"
#include "harness/program/text.h"

namespace pinprick::harness::guest_judge_test {
namespace {

constexpr const char* kText =
    "let w = source world\n"
    "let f = wait w\n"
    "let g = move f\n"
    "call g poll\n"
    "call g poll\n";

Guest a_guest() {
  Guest guest;
  guest.name = "Waiter";
  guest.calls = {{"poll", false, true}};
  return guest;
}
const Guest kGuest = a_guest();

constexpr Event kFirst = {3, EventKind::kCalled, 0, 1, 37, 0};
constexpr Event kSecond = {4, EventKind::kCalled, 0, 1, 41, 0};
constexpr Event kOther = {4, EventKind::kCalled, 0, 1, 43, 0};
constexpr Event kUnexpected = {4, EventKind::kCalled, 1, 1, 41, 0};
constexpr Event kDropped = {5, EventKind::kDropped, kTaskPart, 0, 0, 0};

class GuestJudge : public testing::Test {
 protected:
  void SetUp() override { host(&kGuest); }
  void TearDown() override { host(nullptr); }

  const Program program_ = [] {
    host(&kGuest);
    return parse(kText, "p")->program;
  }();
};

Prediction keeps_the_rules() {
  Prediction prediction;
  prediction.has_guest = true;
  return prediction;
}
Prediction breaks_a_rule() {
  Prediction prediction = keeps_the_rules();
  prediction.rule = Rule::kMove;
  prediction.rule_op = 2;
  prediction.program_class = ProgramClass::kLatent;
  return prediction;
}

Observation seen(Trace trace) {
  Observation observation;
  observation.trace = std::move(trace);
  return observation;
}
Observation faulted(std::uint16_t op = 4) {
  Observation observation = seen({kFirst});
  ObservedFault fault;
  fault.op = op;
  fault.fault.kind = FaultClass::kUseAfterPoison;
  fault.owner = 1;
  fault.vacated_by = 2;
  observation.fault = fault;
  return observation;
}

const Observation kWhole = seen({kFirst, kSecond, kDropped});

struct Row {
  const char* about;
  bool breaks;
  Observation moved;
  Observation still;
  VerdictKind kind;
  Difference difference;
  std::size_t event;
  bool needs_moves;
  Blame blame;
  const char* signature;
};

TEST_F(GuestJudge, TheTable) {
  using enum VerdictKind;
  constexpr auto kStale = "use-after-poison.call.moved";
  constexpr auto kUnmoved = "use-after-poison.call.unmoved";
  const Row rows[] = {
      // No rule broken, a fault.
      {"only with its moves", false, faulted(), kWhole, kEscape, Difference::kFault, 0, true,
       Blame::kClaim, kStale},
      {"only with its moves, other events", false, faulted(), seen({kOther}), kEscape,
       Difference::kFault, 0, true, Blame::kClaim, kStale},
      {"without them too", false, faulted(), faulted(), kEscape, Difference::kFault, 0, false,
       Blame::kGuest, kUnmoved},
      {"without them too, elsewhere", false, faulted(), faulted(3), kEscape, Difference::kFault, 0,
       false, Blame::kGuest, kUnmoved},

      // A rule broken, a fault.
      {"caught", true, faulted(), kWhole, kCaught, Difference::kFault, 0, true, Blame::kProgram,
       kStale},
      {"caught, without its moves too", true, faulted(), faulted(), kCaught, Difference::kFault, 0,
       false, Blame::kProgram, kUnmoved},

      // A rule broken, no fault: whatever it gives.
      {"latent", true, kWhole, kWhole, kLatent, Difference::kNone, 0, false, Blame::kProgram,
       "move.move"},
      {"latent, gives something else", true, kWhole, seen({kFirst, kOther, kDropped}), kLatent,
       Difference::kNone, 0, false, Blame::kProgram, "move.move"},
      {"latent, not what its model has", true, seen({kFirst, kUnexpected}), kWhole, kLatent,
       Difference::kNone, 0, false, Blame::kProgram, "move.move"},
      {"latent, without its moves a fault", true, kWhole, faulted(), kLatent, Difference::kNone, 0,
       false, Blame::kProgram, "move.move"},

      // No rule broken, no fault.
      {"clean", false, kWhole, kWhole, kClean, Difference::kNone, 0, false, Blame::kNobody, "safe"},
      {"nothing at all", false, seen({}), seen({}), kClean, Difference::kNone, 0, false,
       Blame::kNobody, "safe"},
      {"gives something else", false, kWhole, seen({kFirst, kOther, kDropped}), kEscape,
       Difference::kMoves, 1, true, Blame::kClaim, "moves.call"},
      {"gives something else at once", false, seen({kOther, kSecond}), kWhole, kEscape,
       Difference::kMoves, 0, true, Blame::kClaim, "moves.call"},
      {"gives more", false, kWhole, seen({kFirst, kSecond}), kEscape, Difference::kMoves, 2, true,
       Blame::kClaim, "moves.end"},
      {"gives less", false, seen({kFirst}), kWhole, kEscape, Difference::kMoves, 1, true,
       Blame::kClaim, "moves.end"},
      {"not what its model has", false, seen({kFirst, kUnexpected}), kWhole, kEscape,
       Difference::kModel, 1, true, Blame::kClaim, "model.call"},
      {"nor without its moves", false, seen({kFirst, kUnexpected}), seen({kFirst, kUnexpected}),
       kEscape, Difference::kModel, 1, false, Blame::kGuest, "model.call"},
      {"only without its moves", false, kWhole, seen({kFirst, kUnexpected, kDropped}), kEscape,
       Difference::kMoves, 1, true, Blame::kClaim, "moves.call"},
      {"a drop is no answer", false, kWhole, kWhole, kClean, Difference::kNone, 0, false,
       Blame::kNobody, "safe"},
      {"without its moves a fault", false, kWhole, faulted(), kClean, Difference::kNone, 0, false,
       Blame::kNobody, "safe"},
      {"without its moves a fault, and the same events", false, seen({kFirst}), faulted(), kClean,
       Difference::kNone, 0, false, Blame::kNobody, "safe"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.about);
    const Prediction prediction = row.breaks ? breaks_a_rule() : keeps_the_rules();
    const Verdict verdict = judge_guest(prediction, row.moved, row.still);
    EXPECT_EQ(name(verdict.kind), name(row.kind));
    EXPECT_EQ(verdict.difference, row.difference);
    EXPECT_EQ(verdict.event, row.event);
    EXPECT_EQ(verdict.needs_moves, row.needs_moves);
    EXPECT_EQ(blame(prediction, verdict), row.blame);
    EXPECT_EQ(signature(program_, prediction, row.moved, verdict), row.signature);
    EXPECT_EQ(is_finding(verdict.kind), row.kind == kEscape);
  }
}

// That a type of the library escapes is no guest's doing, whatever the verdict says of moves.
TEST_F(GuestJudge, OnlyGuestsAreBlamedForTheirClaim) {
  Prediction prediction = keeps_the_rules();
  Verdict verdict = judge_guest(prediction, faulted(), kWhole);
  prediction.has_guest = false;
  EXPECT_EQ(blame(prediction, verdict), Blame::kLibrary);
}

TEST_F(GuestJudge, SaysWhoIsToBlame) {
  const auto explained = [this](const Prediction& prediction, const Observation& moved,
                                const Observation& still) {
    return explain(places_of(program_), prediction, moved, judge_guest(prediction, moved, still));
  };
  EXPECT_EQ(explained(keeps_the_rules(), faulted(), kWhole),
            "predicted: no stale access\n"
            "observed:  use-after-poison at operation 5 (`call f2 poll`), in the old home of what "
            "operation 2 (`let f1 = wait s0`) made, vacated by operation 3 (`let f2 = move f1`)\n"
            "to blame:  the type: its claim is false, without the moves nothing goes wrong\n");
  EXPECT_THAT(explained(keeps_the_rules(), faulted(), faulted()),
              testing::HasSubstr("to blame:  the type, but no claim about moving: without the "
                                 "moves it goes wrong as well\n"));
  EXPECT_EQ(explained(keeps_the_rules(), kWhole, seen({kFirst, kOther, kDropped})),
            absl::StrCat("predicted: no stale access\nobserved:  no error\n"
                         "differs:   with its moves ",
                         to_text(kSecond),
                         " at operation 5 (`call f2 poll`), and something else without them\n"
                         "to blame:  the type: its claim is false, without the moves nothing goes "
                         "wrong\n"));
  EXPECT_THAT(explained(breaks_a_rule(), kWhole, kWhole),
              testing::HasSubstr("to blame:  the program, for operation 3 (`let f2 = move f1`)\n"));
}

}  // namespace
}  // namespace pinprick::harness::guest_judge_test
