// What programs without a fault do, event by event. All expected traces were worked out by hand
// from what each future promises.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "tests/harness/interpreter/seen.h"

namespace pinprick::harness {
namespace {

struct Case {
  const char* name;
  const char* program;
  const char* trace;
};

class Run : public testing::TestWithParam<Case> {};

TEST_P(Run, LeavesExactlyThisTrace) {
  const Observation seen = observe(program_of(GetParam().program));
  EXPECT_EQ(fault_text(seen), "none");
  EXPECT_EQ(seen.leaked_blocks, 0U);
  EXPECT_EQ(to_text(seen.trace), GetParam().trace);
}

constexpr Case kLeafCases[] = {
    {"Nothing", "", ""},
    {"Ready", R"(let f = make ready(value=3)
poll_unpin f
poll_unpin f
)",
     R"(1: leaf 0 of future 0 polled
1: Ready(3)
2: leaf 0 of future 0 polled
2: panic: ready polled after Ready
3: leaf 0 of future 0 dropped
)"},
    {"Pending", R"(let f = make pending
poll_unpin f
poll_unpin f
)",
     R"(1: leaf 0 of future 0 polled
1: Pending
2: leaf 0 of future 0 polled
2: Pending
3: leaf 0 of future 0 dropped
)"},
    {"YieldN", R"(let f = make yield_n(n=2, value=5)
poll_unpin f
poll_unpin f
poll_unpin f
poll_unpin f
)",
     R"(1: leaf 0 of future 0 polled
1: the program's task woken
1: Pending
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 0 of future 0 polled
3: Ready(5)
4: leaf 0 of future 0 polled
4: panic: yield_n polled after Ready
5: leaf 0 of future 0 dropped
)"},
    {"YieldNOfNone", R"(let f = make yield_n(n=0, value=255)
poll_unpin f
)",
     R"(1: leaf 0 of future 0 polled
1: Ready(255)
2: leaf 0 of future 0 dropped
)"},
    {"Simple", R"(let f = make simple(n=1, value=4)
poll_unpin f
poll_unpin f
poll_unpin f
)",
     R"(1: leaf 0 of future 0 polled
1: the program's task woken
1: Pending
2: leaf 0 of future 0 polled
2: Ready(4)
3: leaf 0 of future 0 polled
3: panic: simple polled after Ready
4: leaf 0 of future 0 dropped
)"},
    // 10 seen first, and 10 + 11.
    {"Example", R"(let f = make example(len=2, first=10)
let p = pin f
poll p
poll p
poll p
poll p
)",
     R"(2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
4: Ready(31)
5: leaf 0 of future 0 polled
5: panic: example polled after Ready
6: leaf 0 of future 0 dropped
)"},
    // The bytes wrap: 255 seen first, and 255 + 0 + 1.
    {"Keeper", R"(let f = make keeper(len=3, first=255)
let p = box_pin f
poll p
poll p
poll p
poll p
)",
     R"(2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
4: Ready(511)
5: leaf 0 of future 0 polled
5: panic: keeper polled after Ready
6: leaf 0 of future 0 dropped
)"},
    {"Liar", R"(let f = make liar(len=1, first=0)
poll_unpin f
poll_unpin f
poll_unpin f
poll_unpin f
)",
     R"(1: leaf 0 of future 0 polled
1: the program's task woken
1: Pending
2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 0 of future 0 polled
3: Ready(0)
4: leaf 0 of future 0 polled
4: panic: liar polled after Ready
5: leaf 0 of future 0 dropped
)"},
};

constexpr Case kCombinatorCases[] = {
    // A map has let go of its child by the time it answers.
    {"Map", R"(let f = make map(example(len=2, first=10), add=4)
let p = pin f
poll p
poll p
poll p
poll p
)",
     R"(2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 0 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 0 of future 0 polled
4: leaf 0 of future 0 dropped
4: Ready(35)
5: panic: map polled after Ready
)"},
    {"MapDroppedEarly", R"(let f = make map(pending)
poll_unpin f
drop f
)",
     R"(1: leaf 0 of future 0 polled
1: Pending
2: leaf 0 of future 0 dropped
)"},
    // The second starts with 3 + 2; its first poll is within the poll that ended the first.
    {"Then", R"(let f = make then(yield_n(n=0, value=2), example(len=1, first=3))
let p = pin f
poll p
poll p
poll p
poll p
)",
     R"(2: leaf 0 of future 0 polled
2: leaf 0 of future 0 dropped
2: leaf 1 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 1 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 1 of future 0 polled
4: leaf 1 of future 0 dropped
4: Ready(10)
5: panic: then polled after Ready
)"},
    {"ThenDroppedInItsFirst", R"(let f = make then(yield_n, yield_n)
poll_unpin f
)",
     R"(1: leaf 0 of future 0 polled
1: the program's task woken
1: Pending
2: leaf 0 of future 0 dropped
)"},
    {"ThenDroppedInItsSecond", R"(let f = make then(yield_n(n=0), yield_n)
poll_unpin f
)",
     R"(1: leaf 0 of future 0 polled
1: leaf 0 of future 0 dropped
1: leaf 1 of future 0 polled
1: the program's task woken
1: Pending
2: leaf 1 of future 0 dropped
)"},
    {"Join", R"(let f = make join(yield_n(n=1, value=7), example(len=1, first=8))
let p = pin f
poll p
poll p
poll p
poll p
)",
     R"(2: leaf 0 of future 0 polled
2: the program's task woken
2: leaf 1 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 0 of future 0 polled
3: leaf 0 of future 0 dropped
3: leaf 1 of future 0 polled
3: the program's task woken
3: Pending
4: leaf 1 of future 0 polled
4: leaf 1 of future 0 dropped
4: Ready(7, 16)
5: panic: join polled after Ready
)"},
    {"JoinWhoseSecondIsFirst", R"(let f = make join(yield_n(n=1, value=1), yield_n(n=0, value=2))
poll_unpin f
poll_unpin f
)",
     R"(1: leaf 0 of future 0 polled
1: the program's task woken
1: leaf 1 of future 0 polled
1: leaf 1 of future 0 dropped
1: Pending
2: leaf 0 of future 0 polled
2: leaf 0 of future 0 dropped
2: Ready(1, 2)
)"},
    // Members go in the opposite order.
    {"JoinDroppedEarly", R"(let f = make join(yield_n, yield_n)
)",
     R"(1: leaf 0 of future 0 dropped
1: leaf 1 of future 0 dropped
)"},
};

constexpr Case kDropCases[] = {
    {"TheLastMadeGoesFirst", R"(let a = make ready
let b = make ready
let t = task
)",
     R"(3: task 2 dropped
3: leaf 0 of future 1 dropped
3: leaf 0 of future 0 dropped
)"},
    {"AScopeEndsBeforeTheProgram", R"(let a = make ready
{
let b = make ready
let c = make ready
}
drop a
)",
     R"(4: leaf 0 of future 3 dropped
4: leaf 0 of future 2 dropped
5: leaf 0 of future 0 dropped
)"},
    {"ScopesNest", R"({
let a = make ready
{
let b = make ready
}
}
)",
     R"(4: leaf 0 of future 3 dropped
5: leaf 0 of future 1 dropped
)"},
    {"MovedToALaterNameItGoesSooner", R"({
let a = make ready
let b = make ready
let a = move a
}
)",
     R"(4: leaf 0 of future 1 dropped
4: leaf 0 of future 2 dropped
)"},
    {"MovedIntoAScopeItEndsThere", R"(let a = make ready
{
let b = box a
}
)",
     R"(3: leaf 0 of future 0 dropped
)"},
    {"TheLocalOutlivesItsPin", R"(let f = make ready
let p = pin f
{
let q = move p
}
let g = make ready
)",
     R"(6: leaf 0 of future 5 dropped
6: leaf 0 of future 0 dropped
)"},
    {"ABorrowedPinOwnsNothing", R"(let f = make ready
let p = pin_new f
drop p
drop f
)",
     R"(3: leaf 0 of future 0 dropped
)"},
    {"AVectorGoesFromTheFront", R"(let a = make ready
let v = vec a
let b = make ready
push v b
drop v
)",
     R"(4: leaf 0 of future 0 dropped
4: leaf 0 of future 2 dropped
)"},
    {"PopGivesTheLast", R"(let a = make ready
let v = vec a
let b = make ready
push v b
let c = pop v
drop c
)",
     R"(5: leaf 0 of future 2 dropped
6: leaf 0 of future 0 dropped
)"},
    {"SetDestroysInPlace", R"(let f = make keeper
let p = box_pin f
poll p
let g = make keeper
set p g
poll p
)",
     R"(2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
4: leaf 0 of future 0 dropped
5: leaf 0 of future 3 polled
5: the program's task woken
5: Pending
6: leaf 0 of future 3 dropped
)"},
    {"SwapChangesWhoIsWho", R"(let a = make ready(value=1)
let b = make ready(value=2)
swap a b
poll_unpin a
drop a
)",
     R"(3: leaf 0 of future 1 polled
3: Ready(2)
4: leaf 0 of future 1 dropped
5: leaf 0 of future 0 dropped
)"},
    {"ReplaceGivesTheOldOne", R"(let a = make ready(value=1)
let b = make ready(value=2)
let c = replace a b
drop c
poll_unpin a
)",
     R"(3: leaf 0 of future 0 dropped
4: leaf 0 of future 1 polled
4: Ready(2)
5: leaf 0 of future 1 dropped
)"},
    // Its bytes go along; only the new one is destroyed.
    {"RelocateDropsOnce", R"(let a = make ready
let b = relocate a
)",
     R"(2: leaf 0 of future 0 dropped
)"},
    {"ForgottenIsNotDropped", R"(let a = make ready
forget a
)",
     ""},
    {"AnErasedFutureIsTheSameOne", R"(let f = make ready(value=9)
let p = box_pin f
let d = erase p
let d = move d
poll d
)",
     R"(4: leaf 0 of future 0 polled
4: Ready(9)
5: leaf 0 of future 0 dropped
)"},
};

constexpr Case kBlockOnCases[] = {
    // It wakes itself, not the program's task; the future is gone when it answers.
    {"Ready", R"(let f = make yield_n(n=1, value=6)
block_on f
)",
     R"(1: leaf 0 of future 0 polled
1: leaf 0 of future 0 polled
1: leaf 0 of future 0 dropped
1: Ready(6)
)"},
    {"PinnedBox", R"(let f = make example(len=1)
let p = box_pin f
poll p
block_on p
)",
     R"(2: leaf 0 of future 0 polled
2: the program's task woken
2: Pending
3: leaf 0 of future 0 polled
3: leaf 0 of future 0 polled
3: leaf 0 of future 0 dropped
3: Ready(2)
)"},
    {"ErasedPair", R"(let f = make join(yield_n(n=0, value=1), yield_n(n=0, value=2))
let p = box_pin f
let d = erase p
block_on d
)",
     R"(3: leaf 0 of future 0 polled
3: leaf 0 of future 0 dropped
3: leaf 1 of future 0 polled
3: leaf 1 of future 0 dropped
3: Ready(1, 2)
)"},
    {"Stalled", R"(let f = make pending
block_on f
let g = make ready
block_on g
)",
     R"(1: leaf 0 of future 0 polled
1: leaf 0 of future 0 dropped
1: panic: block_on stalled
3: leaf 0 of future 2 polled
3: leaf 0 of future 2 dropped
3: Ready(1)
)"},
    {"Finished", R"(let f = make ready
poll_unpin f
block_on f
)",
     R"(1: leaf 0 of future 0 polled
1: Ready(1)
2: leaf 0 of future 0 polled
2: leaf 0 of future 0 dropped
2: panic: ready polled after Ready
)"},
};

constexpr Case kWakerCases[] = {
    {"TheLastShareEndsTheTask", R"(let t = task
let w = waker t
wake_by_ref w
let x = clone w
wake x
drop t
wake w
)",
     R"(2: task 0 woken
4: task 0 woken
6: task 0 woken
6: task 0 dropped
)"},
    {"ADroppedWakerWakesNobody", R"(let t = task
let w = waker t
drop t
drop w
)",
     R"(3: task 0 dropped
)"},
    {"ARawWakerHasNoShare", R"(let t = task
let w = raw_waker t
let x = clone w
wake x
wake_by_ref w
drop t
drop w
)",
     R"(3: task 0 woken
4: task 0 woken
5: task 0 dropped
)"},
    {"MovedTheyAreTheSame", R"(let t = task
let w = waker t
let u = move t
let x = move w
wake x
)",
     R"(4: task 0 woken
5: task 0 dropped
)"},
};

std::string name_of(const testing::TestParamInfo<Case>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Leaf, Run, testing::ValuesIn(kLeafCases), name_of);
INSTANTIATE_TEST_SUITE_P(Combinator, Run, testing::ValuesIn(kCombinatorCases), name_of);
INSTANTIATE_TEST_SUITE_P(Drop, Run, testing::ValuesIn(kDropCases), name_of);
INSTANTIATE_TEST_SUITE_P(BlockOn, Run, testing::ValuesIn(kBlockOnCases), name_of);
INSTANTIATE_TEST_SUITE_P(Waker, Run, testing::ValuesIn(kWakerCases), name_of);

// What one run leaves behind may not show in the next.
TEST(Interpreter, RunsOneProgramAfterTheOther) {
  const Program first = program_of("let f = make ready(value=3)\npoll_unpin f\n");
  const Program faulty = program_of(R"(let f = make example
poll_unpinned f
let g = move f
poll_unpinned g
)");
  Interpreter interpreter;
  const Trace expected = interpreter.observe(first).trace;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(interpreter.observe(faulty).fault.has_value());
    const Observation& seen = interpreter.observe(first);
    EXPECT_FALSE(seen.fault.has_value());
    EXPECT_EQ(to_text(seen.trace), to_text(expected));
  }
}

TEST(Interpreter, SaysHowFarItGot) {
  volatile std::uint16_t progress = 99;
  InterpreterOptions options;
  options.progress = &progress;
  observe(program_of("let f = make ready\ndrop f\n"), options);
  EXPECT_EQ(progress, 2) << "the end of the program is an operation too";
  observe(program_of(R"(let f = make example
poll_unpinned f
let g = move f
poll_unpinned g
drop g
)"),
          options);
  EXPECT_EQ(progress, 3) << "the operation that faulted";
}

}  // namespace
}  // namespace pinprick::harness
