// What the self-pointer scan finds, and what it must not.
#include "harness/interpreter/self_pointers.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

// "2:1 own 1 stale 0" after line 2 of the future of line 1; then the fault, if there was one.
std::string scanned(absl::string_view text) {
  absl::StatusOr<Script> script = parse(text, "program");
  if (!script.ok()) return std::string(script.status().message());
  InterpreterOptions options;
  options.scan = true;
  Interpreter interpreter(options);
  const Observation& seen = interpreter.observe(script->program);
  std::string out;
  for (const SelfPointers& each : seen.self_pointers) {
    absl::StrAppend(&out, each.op + 1, ":", each.owner + 1, " own ", each.own, " stale ",
                    each.stale, "\n");
  }
  if (seen.fault.has_value()) absl::StrAppend(&out, "fault ", seen.fault->op + 1, "\n");
  return out;
}

TEST(SelfPointers, OfAFutureThatIsPolled) {
  EXPECT_EQ(scanned("let f = make example(len=1)\npoll_unpinned f\n"), "2:1 own 1 stale 0\n");
}

TEST(SelfPointers, BeforeTheFirstPollThereAreNone) {
  EXPECT_EQ(scanned("let f = make example(len=1)\nlet g = move f\nlet b = box g\n"), "");
}

// Broken, but nothing stale is read: latent, and this is what there is to show for it.
TEST(SelfPointers, GoStaleWithAMove) {
  EXPECT_EQ(scanned("let f = make example(len=1)\npoll_unpinned f\nlet g = move f\nforget g\n"),
            "2:1 own 1 stale 0\n3:1 own 0 stale 1\n");
}

TEST(SelfPointers, StayWithTheValueWhenTheBoxMoves) {
  EXPECT_EQ(scanned("let f = make example(len=1)\nlet p = box_pin f\npoll p\nlet q = move p\n"),
            "3:1 own 1 stale 0\n");
}

// A word that points into another future's place is not one's own.
TEST(SelfPointers, OfANeighbourAreNoEvidence) {
  EXPECT_EQ(scanned("let e = source event\nlet a = wait e\nlet a = box_pin a\nlet b = wait e\n"
                    "let b = box_pin b\npoll a\npoll b\n")
                .find("stale 1"),
            std::string::npos);
}

// What one program leaves in its places is no word of the next one's.
TEST(SelfPointers, DoNotComeFromTheProgramBefore) {
  absl::StatusOr<Script> before =
      parse("let f = make example(len=64)\npoll_unpinned f\nlet g = make keeper\npoll_unpinned g\n",
            "program");
  absl::StatusOr<Script> script = parse("let f = make coroutine\nlet f = move f\n", "program");
  ASSERT_TRUE(before.ok() && script.ok());
  InterpreterOptions options;
  options.scan = true;
  Interpreter interpreter(options);
  EXPECT_FALSE(interpreter.observe(before->program).self_pointers.empty());
  EXPECT_TRUE(interpreter.observe(script->program).self_pointers.empty());
}

TEST(SelfPointers, AreNotLookedForUnasked) {
  absl::StatusOr<Script> script = parse("let f = make example\npoll_unpinned f\n", "program");
  ASSERT_TRUE(script.ok());
  EXPECT_TRUE(Interpreter().observe(script->program).self_pointers.empty());
}

}  // namespace
}  // namespace pinprick::harness
