// What was worked out by hand is what the model says, too.
#include <gtest/gtest.h>

#include <cstddef>

#include "absl/status/statusor.h"
#include "harness/interpreter/interpreter.h"
#include "harness/judge/judge.h"
#include "harness/model/model.h"
#include "harness/program/text.h"
#include "tests/harness/interpreter/many_cases.h"
#include "tests/harness/interpreter/observed.h"
#include "tests/harness/interpreter/sync_cases.h"

namespace pinprick::harness {
namespace {

template <class Case, std::size_t count>
void expect_predicted(const Case (&cases)[count]) {
  Model model;
  Interpreter interpreter;
  for (const Case& each : cases) {
    SCOPED_TRACE(each.about);
    const absl::StatusOr<Script> script = parse(each.program, "program");
    ASSERT_TRUE(script.ok()) << script.status();
    const Prediction& prediction = model.predict(script->program);
    const Observation& observation = interpreter.observe(script->program);
    EXPECT_EQ(to_text(observation), each.seen);
    const Verdict verdict = judge(prediction, observation);
    EXPECT_FALSE(is_finding(verdict.kind))
        << explain(places_of(*script), prediction, observation, verdict);
  }
}

TEST(HandWorked, CombinatorsThatCancelArePredicted) { expect_predicted(kManyCases); }
TEST(HandWorked, PrimitivesArePredicted) { expect_predicted(kSyncCases); }

}  // namespace
}  // namespace pinprick::harness
