// Programs that each take an idea of their own to get smaller, by what the real futures do.
//
// All were found as results that an enumeration of all smaller programs knew better than.
#include <gtest/gtest.h>

#include <string>

#include "harness/cli/showing.h"
#include "tests/harness/minimizer/watched.h"

namespace pinprick::harness::puzzles_test {
namespace {

std::string minimized(absl::string_view text) {
  const Program program = program_of(text);
  Bench bench;
  ShowingTest test(showing_of(program, bench.run(program)));
  return Watched([&test](const Program& each) { return test.shows(each); }).text(program);
}

TEST(Puzzles, OutOfAPinBackIntoTheBox) {
  EXPECT_EQ(minimized("let f = make example\nlet p = box_pin f\npoll p\n"
                      "let b = into_inner_unchecked p\nlet g = unbox b\npoll_unpinned g\n"),
            "let f0 = make example\nlet b1 = box f0\npoll_unpinned b1\nlet f3 = unbox b1\n"
            "poll_unpinned f3\n");
}

TEST(Puzzles, IntoAPinAndOutOfIt) {
  EXPECT_EQ(minimized("let f = make keeper\nlet b = box f\npoll_unpinned b\nlet p = into_pin b\n"
                      "let g = move_out p\nblock_on g\n"),
            "let f0 = make keeper\nlet p1 = box_pin f0\npoll p1\nlet f3 = move_out p1\n"
            "block_on f3\n");
}

TEST(Puzzles, PinnedInARowThatIsForgotten) {
  EXPECT_EQ(minimized("let s = source event\nlet f = wait s\nlet o = option f\n"
                      "let p = pin_element_unchecked o 0\npoll p\nforget o\nsignal s notify\n"),
            "let s0 = source event\nlet f1 = wait s0\npoll_unpinned f1\nforget f1\n"
            "signal s0 notify\n");
}

TEST(Puzzles, NoRowAtAll) {
  EXPECT_EQ(minimized("let f = make keeper\nlet o = option f\nlet p = pin_element_unchecked o 0\n"
                      "poll p\nlet q = move o\nlet r = pin_element_unchecked q 0\npoll r\n"),
            "let f0 = make keeper\npoll_unpinned f0\nlet f2 = move f0\nlet p3 = box_pin f2\n"
            "poll p3\n");
}

TEST(Puzzles, NothingThatWaitsIsNeeded) {
  EXPECT_EQ(minimized("let s = source event\nlet f = wait_careless s\nlet p = box_pin f\n"
                      "let g = wait_careless s\nlet h = replace_unchecked p g\n"),
            "let f0 = make example\nlet f1 = make example\nlet p2 = box_pin f0\n"
            "let f3 = replace_unchecked p2 f1\n");
}

TEST(Puzzles, MadeInAScopeInsteadOfMovedThere) {
  EXPECT_EQ(minimized("let t = task\nlet w = hasty_waker t\nwake w\n{\n  let u = move t\n}\n"),
            "{\n  let t1 = task\n  let w2 = hasty_waker t1\n  wake w2\n}\n");
  EXPECT_EQ(minimized("let s = source event\nlet f = wait_careless s\n"
                      "{\n  let p = box_pin f\n  poll p\n}\n"),
            "let s0 = source event\n{\n  let f2 = wait_careless s0\n  poll_unpinned f2\n}\n");
}

TEST(Puzzles, TheOtherOneGoesInTheScope) {
  EXPECT_EQ(minimized("let t = task\nlet w = hasty_waker t\n{\n  let u = move t\n}\ndrop w\n"),
            "let t0 = task\n{\n  let w2 = hasty_waker t0\n}\ndrop t0\n");
}

TEST(Puzzles, AnotherKindIsThereSooner) {
  EXPECT_EQ(minimized("let f = make map(coroutine(shape=8))\npoll_unpinned f\nlet b = box f\n"
                      "poll_unpinned b\nlet p = into_pin b\npoll p\n"),
            "let f0 = make map(example)\npoll_unpinned f0\nlet b2 = box f0\n"
            "let p3 = into_pin b2\npoll p3\n");
  EXPECT_EQ(minimized("let f = make map(machine(await; a = int 0; b = guard a; await; await))\n"
                      "poll_unpinned f\npoll_unpinned f\npoll_unpinned f\nlet g = move f\n"
                      "poll_unpinned g\n"),
            "let f0 = make map(example)\npoll_unpinned f0\nlet f2 = move f0\npoll_unpinned f2\n");
}

// The type is to blame only where nothing else would show it.
TEST(Puzzles, NoLieWithoutNeed) {
  EXPECT_EQ(minimized("let f = make join(liar, yield_n)\npoll_unpin f\nlet v = vec f\n"
                      "let p = pin_element_unchecked v 0\npoll p\n"),
            "let f0 = make join(yield_n, example)\npoll_unpinned f0\nlet v2 = vec f0\n"
            "let p3 = pin_element_unchecked v2 0\npoll p3\n");
}

}  // namespace
}  // namespace pinprick::harness::puzzles_test
