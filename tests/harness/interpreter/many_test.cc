// Combinators that cancel, as they are seen.
#include <gtest/gtest.h>

#include "tests/harness/interpreter/many_cases.h"
#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

TEST(Many, ShowWhatTheyDo) {
  Interpreter interpreter;
  for (int round = 0; round < 2; ++round) {
    for (const ManyCase& each : kManyCases) {
      EXPECT_EQ(observed(interpreter, each.program), each.seen) << each.about;
    }
  }
}

}  // namespace
}  // namespace pinprick::harness
