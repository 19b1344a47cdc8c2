// The unmodified sanitizer, asked in a process of its own.
#include "harness/campaign/confirm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "harness/model/model.h"
#include "harness/program/text.h"
#include "tests/harness/campaign/folder.h"

namespace pinprick::harness {
namespace {

using ::testing::HasSubstr;

constexpr const char* kClean =
    "let f = make example(len=8)\n"
    "let p = box_pin f\n"
    "poll p\n";
constexpr const char* kAfterFree =
    "let f = make example(len=8)\n"
    "let p = box_pin f\n"
    "poll p\n"
    "let g = move_out p\n"
    "poll_unpinned g\n";
constexpr const char* kAfterPoison =
    "let f = make example(len=8)\n"
    "let p = pin f\n"
    "poll p\n"
    "let g = move_out p\n"
    "poll_unpinned g\n";
constexpr std::uint16_t kFaultingOp = 4;  // of the latter two

struct Asked {
  Confirmation seen;
  Prediction predicted;
};

Asked ask(const char* text) {
  const Folder folder;
  ConfirmOptions options;
  options.tool = PINPRICK_TOOL;
  options.symbolize = false;
  const absl::StatusOr<Script> script = parse(text, "test");
  absl::StatusOr<Confirmation> seen = confirm(folder.file("program.pin", text), options);
  if (!script.ok() || !seen.ok()) {
    ADD_FAILURE() << script.status() << seen.status();
    return {};
  }
  return {*std::move(seen), predict(script->program)};
}

TEST(Confirm, CleanProgram) {
  Asked asked = ask(kClean);
  EXPECT_TRUE(asked.seen.finished);
  EXPECT_FALSE(asked.seen.fault.has_value());
  EXPECT_EQ(asked.seen.report, "");
  EXPECT_TRUE(agrees(asked.seen, asked.predicted));

  asked.predicted.fault.emplace();
  asked.predicted.fault->fault = FaultClass::kHeapUseAfterFree;
  asked.predicted.fault->op = asked.seen.op;
  EXPECT_FALSE(agrees(asked.seen, asked.predicted)) << "a fault was predicted and none reported";
}

TEST(Confirm, HeapUseAfterFree) {
  const Asked asked = ask(kAfterFree);
  EXPECT_FALSE(asked.seen.finished);
  EXPECT_EQ(asked.seen.fault, FaultClass::kHeapUseAfterFree);
  EXPECT_EQ(asked.seen.op, kFaultingOp);
  EXPECT_THAT(asked.seen.report, HasSubstr("ERROR: AddressSanitizer: heap-use-after-free"));
  EXPECT_TRUE(agrees(asked.seen, asked.predicted));
}

TEST(Confirm, UseAfterPoison) {
  const Asked asked = ask(kAfterPoison);
  EXPECT_FALSE(asked.seen.finished);
  EXPECT_EQ(asked.seen.fault, FaultClass::kUseAfterPoison);
  EXPECT_EQ(asked.seen.op, kFaultingOp);
  EXPECT_THAT(asked.seen.report, HasSubstr("ERROR: AddressSanitizer: use-after-poison"));
  EXPECT_TRUE(agrees(asked.seen, asked.predicted));
}

TEST(Confirm, DisagreesWithAnotherOperationOrClassOrNone) {
  const Asked asked = ask(kAfterFree);
  ASSERT_TRUE(asked.predicted.fault.has_value());
  Prediction other_op = asked.predicted;
  ++other_op.fault->op;
  EXPECT_FALSE(agrees(asked.seen, other_op));
  Prediction other_class = asked.predicted;
  other_class.fault->fault = FaultClass::kUseAfterPoison;
  EXPECT_FALSE(agrees(asked.seen, other_class));
  Prediction none = asked.predicted;
  none.fault.reset();
  EXPECT_FALSE(agrees(asked.seen, none));
}

// A process that died without a report confirms nothing, whatever was predicted.
TEST(Confirm, DeathWithoutAReportAgreesWithNothing) {
  Confirmation died;
  Prediction predicted;
  EXPECT_FALSE(agrees(died, predicted));
  predicted.fault.emplace();
  EXPECT_FALSE(agrees(died, predicted));
}

// Programs that the sanitizer ends do not end the process that is asked, nor leave anything of
// theirs in what it says of the next.
TEST(Confirm, AskedAgainAndAgain) {
  const Folder folder;
  ConfirmOptions options;
  options.tool = PINPRICK_TOOL;
  options.symbolize = false;
  Confirmer confirmer(options);
  const std::string clean = folder.file("clean.pin", kClean);
  const std::string caught = folder.file("caught.pin", kAfterFree);
  for (int round = 0; round < 3; ++round) {
    const absl::StatusOr<Confirmation> quiet = confirmer.confirm(clean);
    ASSERT_TRUE(quiet.ok()) << quiet.status();
    EXPECT_TRUE(quiet->finished);
    EXPECT_EQ(quiet->report, "");
    const absl::StatusOr<Confirmation> seen = confirmer.confirm(caught);
    ASSERT_TRUE(seen.ok()) << seen.status();
    EXPECT_EQ(seen->fault, FaultClass::kHeapUseAfterFree);
    EXPECT_EQ(seen->op, kFaultingOp);
  }
  const absl::StatusOr<Confirmation> missing = confirmer.confirm(folder / "none.pin");
  ASSERT_TRUE(missing.ok()) << missing.status();
  EXPECT_FALSE(missing->finished);
  EXPECT_THAT(missing->report, HasSubstr("none.pin"));
}

TEST(Confirm, ToolThatIsNotThere) {
  const Folder folder;
  ConfirmOptions options;
  options.tool = folder / "no-tool";
  const absl::StatusOr<Confirmation> seen = confirm(folder.file("program.pin", kClean), options);
  EXPECT_EQ(seen.status().code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(seen.status().message()), HasSubstr(options.tool));
}

}  // namespace
}  // namespace pinprick::harness
