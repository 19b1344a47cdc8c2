// Programs that do not end by themselves, or that the processor ends: the trap and the unmodified
// sanitizer have the same word for them, at the same operation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "harness/campaign/confirm.h"
#include "harness/interpreter/interpreter.h"
#include "harness/program/text.h"
#include "tests/harness/campaign/folder.h"
#include "tests/harness/campaign/stuck.h"

namespace pinprick::harness {
namespace {

using ::testing::HasSubstr;

struct Stuck {
  const char* name;
  const char* text;
  FaultClass fault;
  const char* report;
};

void PrintTo(const Stuck& stuck, std::ostream* out) { *out << stuck.name; }

class ConfirmStuck : public ::testing::TestWithParam<Stuck> {};

TEST_P(ConfirmStuck, TheTrapAndTheChildAgree) {
  constexpr std::uint16_t kOp = 2;
  const Folder folder;
  const absl::StatusOr<Script> script = parse(GetParam().text, "test");
  ASSERT_TRUE(script.ok()) << script.status();

  InterpreterOptions guarded;
  guarded.subjects = &stuck_catalogue();
  const Observation trapped = observe(script->program, guarded);
  ASSERT_TRUE(trapped.fault.has_value());
  EXPECT_EQ(name(trapped.fault->fault.kind), name(GetParam().fault));
  EXPECT_EQ(trapped.fault->op, kOp);

  ConfirmOptions options;
  options.tool = STUCK_TOOL;
  options.symbolize = false;
  const absl::StatusOr<Confirmation> seen =
      confirm(folder.file("program.pin", GetParam().text), options);
  ASSERT_TRUE(seen.ok()) << seen.status();
  EXPECT_FALSE(seen->finished);
  ASSERT_TRUE(seen->fault.has_value()) << seen->report;
  EXPECT_EQ(name(*seen->fault), name(GetParam().fault));
  EXPECT_EQ(seen->op, kOp);
  EXPECT_THAT(seen->report, HasSubstr(GetParam().report));

  Prediction predicted;
  predicted.fault.emplace();
  predicted.fault->fault = GetParam().fault;
  predicted.fault->op = kOp;
  EXPECT_TRUE(agrees(*seen, predicted));
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, ConfirmStuck,
    ::testing::Values(Stuck{"EndlessLoop", "{\nlet f = make ready\npoll_unpin f\n}\n",
                            FaultClass::kEndlessLoop, "endless-loop: not ended after"},
                      Stuck{"EndlessAllocation", "{\nlet f = make liar\npoll_unpin f\n}\n",
                            FaultClass::kEndlessLoop, "endless-loop: not ended after"},
                      Stuck{"EndlessRecording", "{\nlet f = make map(ready)\npoll_unpin f\n}\n",
                            FaultClass::kEndlessLoop, "endless-loop: not ended after"},
                      Stuck{"NullPointer", "{\nlet f = make pending\npoll_unpin f\n}\n",
                            FaultClass::kSegv, "SUMMARY: AddressSanitizer: SEGV"},
                      Stuck{"EndlessRecursion", "{\nlet f = make simple\npoll_unpin f\n}\n",
                            FaultClass::kStackOverflow,
                            "SUMMARY: AddressSanitizer: stack-overflow"},
                      Stuck{"Abort", "{\nlet f = make yield_n\npoll_unpin f\n}\n",
                            FaultClass::kAbort, "SUMMARY: AddressSanitizer: ABRT"}),
    [](const auto& stuck) { return std::string(stuck.param.name); });

}  // namespace
}  // namespace pinprick::harness
