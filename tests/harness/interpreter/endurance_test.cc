// Long programs, and very many of them: memory stays where it is, whatever is abandoned.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "harness/base/limits.h"
#include "harness/generator/generator.h"
#include "harness/interpreter/ledger.h"
#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::vector<Program> parsed(const std::vector<std::string>& texts) {
  std::vector<Program> programs;
  for (const std::string& text : texts) {
    absl::StatusOr<Script> script = parse(text, "program");
    EXPECT_TRUE(script.ok()) << script.status();
    if (script.ok()) programs.push_back(script->program);
  }
  return programs;
}

// Each abandons something else: boxes, an erased box, a vector, a task, an exception in flight.
const std::vector<std::string> kAbandoning = {
    "let o = make keeper(len=64)\nlet o = box o\nlet f = make example\nlet p = box_pin f\npoll p\n"
    "let g = move_out p\npoll_unpinned g\n",
    "let o = make keeper\nlet o = box_pin o\nlet o = erase o\nlet f = make example\npoll_unpinned "
    "f\n"
    "let f = move f\npoll_unpinned f\n",
    "let o = make keeper\nlet v = vec o\nlet o = make keeper\npush v o\nlet t = task\n"
    "let w = raw_waker t\nlet x = task\nlet x = waker x\ndrop t\nwake w\n",
    "let o = make join(keeper, example)\nlet o = box o\nlet f = make keeper\npoll_unpinned f\n"
    "poll_unpinned f\npoll_unpinned f\nblock_on f\n",
};

TEST(Endurance, AbandonedProgramsLeaveNothing) {
  const std::vector<Program> programs = parsed(kAbandoning);
  ASSERT_EQ(programs.size(), kAbandoning.size());
  Interpreter interpreter;
  std::size_t faults = 0;
  const auto run = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const Observation& seen = interpreter.observe(programs[i % programs.size()]);
      faults += seen.fault.has_value() ? 1 : 0;
      if (Ledger::get().live_blocks() != 0) return;
    }
  };
  constexpr std::size_t kWarmUp = 120'000;  // fills the quarantine, and every buffer that grows
  constexpr std::size_t kPrograms = 200'000;
  run(kWarmUp);
  const std::size_t before = resident_bytes();
  run(kPrograms);
  const std::size_t after = resident_bytes();
  EXPECT_EQ(faults, kWarmUp + kPrograms) << "every one of them faults";
  EXPECT_EQ(Ledger::get().live_blocks(), 0U);
  EXPECT_LE(after, before + before / 50) << "the resident memory grew by more than 2 %";
}

TEST(Endurance, LeaksAreCountedAndFreed) {
  const std::vector<Program> programs = parsed({
      "let f = make keeper(len=64)\nlet b = box f\nforget b\n",
      "let f = make keeper\nlet b = box_pin f\nlet d = erase b\nforget d\n",
      "let f = make keeper\nlet v = vec f\nlet g = make keeper\npush v g\nforget v\n",
      "let t = task\nlet w = waker t\nforget w\n",
  });
  constexpr std::size_t kLeaks[] = {1, 2, 1, 1};
  Interpreter interpreter;
  std::size_t before = 0;
  constexpr std::size_t kWarmUp = 300'000;  // small blocks: the quarantine fills slowly
  for (std::size_t i = 0; i < 3 * kWarmUp; ++i) {
    if (i == kWarmUp) before = resident_bytes();
    const Observation& seen = interpreter.observe(programs[i % programs.size()]);
    ASSERT_EQ(seen.leaked_blocks, kLeaks[i % programs.size()]);
    ASSERT_EQ(Ledger::get().live_blocks(), 0U);
  }
  EXPECT_LE(resident_bytes(), before + before / 50);
}

TEST(Endurance, InterpretersComeAndGo) {
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(observed("let f = make example\npoll_unpinned f\nlet f = move f\npoll_unpinned f\n"),
              "2: poll:1.0 woke Pending\n4: poll:1.0\nfault 4: use-after-poison of 1 by 3\n");
  }
}

// As long as a program can be, in which every operation allocates and frees as much as it may.
TEST(Endurance, TheLongestProgram) {
  std::string text =
      "let a = make join(keeper, keeper)\nlet b = make join(keeper, keeper)\n"
      "let a = box a\nlet b = box b\n";
  std::size_t ops = 4;
  for (; ops < kMaxOps; ++ops) text += "swap a b\n";
  Interpreter interpreter;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(observed(interpreter, text),
              absl::StrCat(ops + 1, ": drop:2.0 drop:2.1 drop:1.0 ", "drop:1.1\n"));
  }
}

TEST(Endurance, TheLongestProgramThatOnlyMoves) {
  std::string text = "let f = make keeper\nlet p = box_pin f\npoll p\nlet f = move_out p\n";
  std::size_t ops = 4;
  for (; ops + 1 < kMaxOps; ++ops) text += "let f = move f\n";
  text += "poll_unpinned f\n";
  EXPECT_EQ(observed(text),
            absl::StrCat("3: poll:1.0 woke Pending\n", kMaxOps, ": poll:1.0\nfault ", kMaxOps,
                         ": heap-use-after-free of 1 by 4\n"));
}

TEST(Endurance, TheMostEventsOfAProgram) {
  std::string text;
  for (std::size_t ops = 0; ops < kMaxOps; ops += 2) {
    text += "let f = make join(yield_n(n=8), yield_n(n=8))\nblock_on f\n";
  }
  absl::StatusOr<Script> script = parse(text, "program");
  ASSERT_TRUE(script.ok()) << script.status();
  const Observation seen = observe(script->program);
  EXPECT_FALSE(seen.fault.has_value());
  // Nine polls and a drop for each leaf, and the answer.
  EXPECT_EQ(seen.trace.size(), kMaxOps / 2 * (2 * 10 + 1));
}

TEST(Endurance, PanicsByTheThousand) {
  std::string text = "let f = make ready\npoll_unpin f\n";
  for (std::size_t ops = 2; ops < kMaxOps; ++ops) text += "poll_unpin f\n";
  absl::StatusOr<Script> script = parse(text, "program");
  ASSERT_TRUE(script.ok()) << script.status();
  const Observation seen = observe(script->program);
  EXPECT_FALSE(seen.fault.has_value());
  EXPECT_EQ(seen.leaked_blocks, 0U);
  EXPECT_EQ(seen.trace.size(), 2 + 2 * (kMaxOps - 2) + 1);
}

// What frees the most: every operation gives back four of the largest blocks, and none of them may
// come back within the program, or the ledger stops the harness.
TEST(Endurance, RowsOfTheLargestKind) {
  for (const char* row : {"vec", "deque"}) {
    std::string text = absl::StrCat("let f = make coroutine\nlet r = ", row, " f\n");
    for (int i = 0; i < 3; ++i) text += "let f = make coroutine\npush r f\n";
    for (std::size_t ops = 8; ops < kMaxOps; ++ops) text += "rotate r\n";
    absl::StatusOr<Script> script = parse(text, "program");
    ASSERT_TRUE(script.ok()) << script.status();
    const Observation seen = observe(script->program);
    EXPECT_FALSE(seen.fault.has_value());
    EXPECT_EQ(seen.leaked_blocks, 0U);
  }
}

// Whatever ran before, a program shows the same: nothing leaks from one to the next.
TEST(Endurance, RandomProgramsShowTheSameASecondTime) {
  Generator generator(7);
  Interpreter interpreter;
  Interpreter other;
  for (int i = 0; i < 5000; ++i) {
    const Program program = generator.next(24);
    const std::string first = to_text(interpreter.observe(program));
    ASSERT_EQ(first, to_text(other.observe(program))) << to_text(program);
    ASSERT_EQ(Ledger::get().live_blocks(), 0U);
  }
}

}  // namespace
}  // namespace pinprick::harness
