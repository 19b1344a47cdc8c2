// The library's primitives, as they are seen.
#include <gtest/gtest.h>

#include "tests/harness/interpreter/observed.h"
#include "tests/harness/interpreter/sync_cases.h"

namespace pinprick::harness {
namespace {

TEST(Sync, ShowWhatTheyDo) {
  Interpreter interpreter;
  for (int round = 0; round < 2; ++round) {
    for (const SyncCase& each : kSyncCases) {
      EXPECT_EQ(observed(interpreter, each.program), each.seen) << each.about;
    }
  }
}

}  // namespace
}  // namespace pinprick::harness
