// A program without its moves gives what it gives with them, unless it reads where somebody lived.
#include "harness/interpreter/still.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/generator/generator.h"
#include "harness/interpreter/ledger.h"
#include "tests/harness/interpreter/observed.h"
#include "tests/harness/program/pin_files.h"

namespace pinprick::harness {
namespace {

// What is compared: neither has a ledger's word in it.
std::string events_of(const Observation& seen) {
  Observation copy = seen;
  copy.leaked_blocks = 0;
  return to_text(copy);
}

// What watches over its own place knows of a move without a fault.
bool says_it_was_moved(const Trace& trace) {
  return std::any_of(trace.begin(), trace.end(), [](const Event& event) {
    return event.kind == EventKind::kPanicked && event.part == kCauseMoved;
  });
}

std::string still(absl::string_view text) {
  absl::StatusOr<Script> script = parse(text, "program");
  if (!script.ok()) return std::string(script.status().message());
  return events_of(Still().observe(script->program));
}

TEST(Still, AFutureStaysWhereItWasMade) {
  const std::string moved =
      "let f = make example(len=1)\npoll_unpinned f\nlet b = box f\nlet g = unbox b\n"
      "poll_unpinned g\npoll_unpinned g\n";
  EXPECT_EQ(observed(moved),
            "2: poll:1.0 woke Pending\n5: poll:1.0\nfault 5: use-after-poison of 1 by 3\n");
  EXPECT_EQ(still(moved),
            "2: poll:1.0 woke Pending\n5: poll:1.0 woke Pending\n6: poll:1.0 Ready(2)\n"
            "7: drop:1.0\n");
}

TEST(Still, ASwapExchangesTheNamesOnly) {
  EXPECT_EQ(
      still(
          "let a = make yield_n(n=1)\nlet b = make yield_n(n=0, value=5)\nswap a b\npoll_unpin a\n"
          "poll_unpin b\n"),
      "4: poll:2.0 Ready(5)\n5: poll:1.0 woke Pending\n6: drop:1.0 drop:2.0\n");
}

TEST(Still, WhatBreaksWithoutAMoveBreaksAllTheSame) {
  EXPECT_EQ(still("let f = make reuser(object=0)\npoll_unpinned f\npoll_unpinned f\n"
                  "poll_unpinned f\n"),
            "2: poll:1.0 woke Pending\n3: poll:1.0 woke Pending\n4: poll:1.0\n"
            "fault 4: undefined-behavior of nobody\n");
}

// A future that stays in a list keeps the waker of a block_on that is over, and has it woken.
TEST(Still, ABlockOnThatIsOverMayBeWoken) {
  EXPECT_EQ(still("let e = source event\nlet f = wait_careless e\nlet p = box_pin f\nblock_on p\n"
                  "signal e notify\n"),
            "4: poll:2.0 drop:2.0 stalled:block_on\n6: drop:1\n");
}

// Over all that a program can do to a future, in every row and handle: where no place is read in
// which somebody lived, moves change nothing.
TEST(Still, MovesChangeNothingWhereThereIsNoFault) {
  Interpreter interpreter;
  Still without_moves;
  std::set<OpCode> seen;
  std::size_t compared = 0;
  const auto compare = [&](const Program& program) {
    const Observation& with = interpreter.observe(program);
    if (with.fault.has_value() || says_it_was_moved(with.trace)) return;
    const std::string moving = events_of(with);
    ASSERT_EQ(events_of(without_moves.observe(program)), moving) << to_text(program);
    ASSERT_EQ(Ledger::get().live_blocks(), 0U);
    for (const Op& op : program.ops) seen.insert(op.code);
    ++compared;
  };
  Generator generator(31);
  for (int i = 0; i < 30'000; ++i) ASSERT_NO_FATAL_FAILURE(compare(generator.next(24)));
  // Some operations are rare where nobody looks for them.
  for (const std::string& file : all_pin_files()) {
    SCOPED_TRACE(file);
    const absl::StatusOr<Script> script = load(file);
    ASSERT_TRUE(script.ok()) << script.status();
    ASSERT_NO_FATAL_FAILURE(compare(script->program));
  }
  EXPECT_GT(compared, 20'000U);
  for (std::size_t code = 0; code < kOpCount; ++code) {
    if (static_cast<OpCode>(code) == OpCode::kCall) continue;  // there is no guest
    EXPECT_TRUE(seen.count(static_cast<OpCode>(code)) > 0) << spec(static_cast<OpCode>(code)).name;
  }
}

}  // namespace
}  // namespace pinprick::harness
