// The statements of a program against what was seen: which are met, and the words for those that
// are not.
#include "harness/judge/expectations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace pinprick::harness {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The program polls once, on line 3, and says there what it expects.
Script polling(const std::string& expectation) {
  return *parse("let f = make ready\n\npoll_unpin f  #~ " + expectation + "\n", "p.pin");
}

Script stating(const std::string& program_class) {
  return *parse("let f = make ready\n#~ " + program_class + "\n", "p.pin");
}

Observation saw(EventKind kind, std::uint8_t part = 0, std::int64_t value = 0,
                std::int64_t second = 0) {
  Observation observation;
  observation.trace = {{0, EventKind::kPending, 0, kNoValue, 0, 0},  // another operation's
                       {1, EventKind::kPolled, 0, 0, 0, 0},
                       {1, kind, part, kNoValue, value, second}};
  return observation;
}

Observation faulted(std::uint16_t op, FaultClass fault) {
  Observation observation;
  observation.trace = {{1, EventKind::kPolled, 0, 0, 0, 0}};
  observation.fault.emplace();
  observation.fault->op = op;
  observation.fault->fault.kind = fault;
  return observation;
}

std::vector<std::string> unmet(const std::string& expectation, const Observation& observation) {
  return unmet_expectations(polling(expectation), "p.pin", Prediction{}, observation);
}

TEST(Expectations, Met) {
  EXPECT_THAT(unmet("pending", saw(EventKind::kPending)), IsEmpty());
  EXPECT_THAT(unmet("ready(7)", saw(EventKind::kReady, 1, 7)), IsEmpty());
  EXPECT_THAT(unmet("ready(7, 8)", saw(EventKind::kReady, 2, 7, 8)), IsEmpty());
  EXPECT_THAT(unmet("panics", saw(EventKind::kPanicked, kCausePolledAfterReady)), IsEmpty());
  EXPECT_THAT(unmet("stalled", saw(EventKind::kPanicked, kCauseStalled)), IsEmpty());
  EXPECT_THAT(unmet("throws", saw(EventKind::kPanicked, kCauseThrown)), IsEmpty());
  EXPECT_THAT(unmet("moved", saw(EventKind::kPanicked, kCauseMoved)), IsEmpty());
  EXPECT_THAT(unmet("use-after-move", faulted(1, FaultClass::kUseAfterPoison)), IsEmpty());
  EXPECT_THAT(
      unmet("use-after-move heap-use-after-free", faulted(1, FaultClass::kHeapUseAfterFree)),
      IsEmpty());
}

TEST(Expectations, Unmet) {
  EXPECT_THAT(unmet("pending", saw(EventKind::kReady, 1, 7)),
              ElementsAre("p.pin:3: expected pending, observed ready(7)"));
  EXPECT_THAT(unmet("ready(7)", saw(EventKind::kReady, 1, 8)),
              ElementsAre("p.pin:3: expected ready(7), observed ready(8)"));
  EXPECT_THAT(unmet("ready(7)", saw(EventKind::kReady, 2, 7, 8)),
              ElementsAre("p.pin:3: expected ready(7), observed ready(7, 8)"));
  EXPECT_THAT(unmet("ready(7)", saw(EventKind::kPending)),
              ElementsAre("p.pin:3: expected ready(7), observed pending"));
  EXPECT_THAT(unmet("panics", saw(EventKind::kPanicked, kCauseStalled)),
              ElementsAre("p.pin:3: expected panics, observed stalled"));
  EXPECT_THAT(unmet("stalled", saw(EventKind::kPanicked, kCausePolledAfterReady)),
              ElementsAre("p.pin:3: expected stalled, observed panics"));
  EXPECT_THAT(unmet("moved", saw(EventKind::kPanicked, kCausePolledAfterReady)),
              ElementsAre("p.pin:3: expected moved, observed panics"));
  EXPECT_THAT(unmet("pending", saw(EventKind::kWoke)),
              ElementsAre("p.pin:3: expected pending, observed nothing"));
  EXPECT_THAT(unmet("use-after-move heap-use-after-free", faulted(1, FaultClass::kUseAfterPoison)),
              ElementsAre("p.pin:3: expected use-after-move heap-use-after-free, observed "
                          "use-after-move use-after-poison"));
  // A fault belongs to its operation, and to no other.
  EXPECT_THAT(unmet("pending", faulted(1, FaultClass::kUseAfterPoison)),
              ElementsAre("p.pin:3: expected pending, observed use-after-move use-after-poison"));
  EXPECT_THAT(
      unmet("use-after-move heap-use-after-free", faulted(2, FaultClass::kHeapUseAfterFree)),
      ElementsAre("p.pin:3: expected use-after-move heap-use-after-free, observed nothing"));
}

TEST(Expectations, UnmetWithoutAClass) {
  EXPECT_THAT(unmet("use-after-move", saw(EventKind::kPending)),
              ElementsAre("p.pin:3: expected use-after-move, observed pending"));
}

TEST(Expectations, OfTheProgram) {
  Prediction prediction;
  const Observation nothing;
  EXPECT_THAT(unmet_expectations(stating("safe"), "p.pin", prediction, nothing), IsEmpty());
  EXPECT_THAT(unmet_expectations(stating("obeying"), "p.pin", prediction, nothing),
              ElementsAre("p.pin: expected a program that is obeying, the contract says safe"));
  prediction.program_class = ProgramClass::kLatent;
  prediction.rule = Rule::kTake;
  EXPECT_THAT(unmet_expectations(stating("latent"), "p.pin", prediction, nothing), IsEmpty());
  EXPECT_THAT(unmet_expectations(stating("latent take"), "p.pin", prediction, nothing), IsEmpty());
  EXPECT_THAT(
      unmet_expectations(stating("latent move"), "p.pin", prediction, nothing),
      ElementsAre("p.pin: expected a program that is latent move, the contract says latent take"));
  EXPECT_THAT(
      unmet_expectations(stating("manifest take"), "p.pin", prediction, nothing),
      ElementsAre(
          "p.pin: expected a program that is manifest take, the contract says latent take"));
}

TEST(Expectations, EachOnItsOwnLine) {
  const Script script = *parse(
      "let f = make ready  #~ pending\npoll_unpin f  #~ panics\n#~ manifest move\n", "p.pin");
  EXPECT_EQ(unmet_expectations(script, "p.pin", Prediction{}, saw(EventKind::kReady, 1, 1)).size(),
            2U);
}

TEST(Expectations, NoneAreMet) {
  const Script script = *parse("let f = make ready\npoll_unpin f\n", "p.pin");
  EXPECT_FALSE(script.states_something());
  EXPECT_THAT(unmet_expectations(script, "p.pin", Prediction{}, saw(EventKind::kPending)),
              IsEmpty());
}

}  // namespace
}  // namespace pinprick::harness
