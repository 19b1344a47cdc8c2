// The two bodies of a machine: the one that is carried out, and the compiler's.
#include "harness/subject/machine.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "harness/program/coroutines.h"
#include "harness/subject/coroutine.h"
#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

static_assert(!Unpin<Machine> && !Unpin<Coroutine>);
static_assert(sizeof(Traced<Coroutine>) <= 576 && sizeof(Traced<Machine>) <= 576,
              "kArenaBytes counts on it");

// What both bodies of a shape show of the same program is the same, down to the order of drops.
TEST(Machine, AgreesWithTheCompiler) {
  const std::string programs[] = {
      "let f = make KIND\nlet f = move f\nlet p = box_pin f\npoll p\npoll p\npoll p\npoll p\n",
      "let f = make KIND\nlet b = box f\nlet f = unbox b\nlet p = pin f\npoll p\ndrop p\n",
      "let f = make KIND\nlet p = pin f\npoll p\npoll p\n",
      "let f = make KIND\nlet p = pin f\npoll p\npoll p\npoll p\n",
      "let f = make KIND\nlet f = relocate f\nblock_on f\n",
      "let f = make KIND\nlet p = box_pin f\npoll p\nforget p\n",
      "let f = make map(KIND, add=3)\nlet p = box_pin f\nblock_on p\n",
  };
  for (std::size_t shape = 0; shape < kCoroutines.size(); ++shape) {
    for (const std::string& program : programs) {
      SCOPED_TRACE(kCoroutines[shape]);
      const std::string machine = observed(absl::StrReplaceAll(
          program, {{"KIND", absl::StrCat("machine(", kCoroutines[shape], ")")}}));
      const std::string coroutine = observed(
          absl::StrReplaceAll(program, {{"KIND", absl::StrCat("coroutine(shape=", shape, ")")}}));
      EXPECT_EQ(absl::StrReplaceAll(machine, {{"machine", "coroutine"}}), coroutine) << program;
      EXPECT_EQ(machine.find("fault"), std::string::npos) << machine;
    }
  }
}

// Statement by statement, with all that is seen of it.
TEST(Machine, EndsItsLocalsInReverse) {
  EXPECT_EQ(observed("let f = make machine(a = text 3; b = node 1; c = guard a; await; read a)\n"
                     "let p = box_pin f\npoll p\npoll p\n"),
            "3: poll:1.0 woke Pending\n"
            "4: poll:1.0 drop:1.18 drop:1.17 drop:1.16 Ready(3)\n5: drop:1.0\n");
  EXPECT_EQ(observed("let f = make machine(a = text 3; b = node 1; drop a; await)\n"
                     "let p = box_pin f\npoll p\ndrop p\n"),
            "3: poll:1.0 drop:1.16 woke Pending\n4: drop:1.17 drop:1.0\n");
}

TEST(Machine, SkipsIfTheOutputIsEven) {
  for (const int number : {6, 7}) {
    const std::string seen =
        observed(absl::StrCat("let f = make machine(a = int ", number,
                              "; read a; skip 2; await; write a; read a)\n", "block_on f\n"));
    const std::string polls = number % 2 == 0 ? "poll:1.0 " : "poll:1.0 poll:1.0 ";
    EXPECT_EQ(seen,
              absl::StrCat("2: ", polls, "drop:1.0 Ready(", number % 2 == 0 ? 12 : 15, ")\n"));
  }
}

TEST(Machine, LeaksWhatItsLocalsHold) {
  const std::string program =
      "let f = make machine(a = text 16; b = boxed 1; c = text 15; await)\n"
      "poll_unpinned f\nforget f\n";
  EXPECT_EQ(observed(program), "2: poll:1.0 woke Pending\nleaks 2\n");
}

// A frame moved by its bytes is stale exactly where it points into itself.
TEST(Coroutine, IsStaleWhereItPointsIntoItself) {
  const auto moved = [](int shape) {
    return observed(
        absl::StrCat("let f = make coroutine(shape=", shape,
                     ")\npoll_unpinned f\nlet f = move f\npoll_unpinned f\nforget f\n"));
  };
  const std::string before = "2: poll:1.0 woke Pending\n4: poll:1.0";
  const std::string stale = before + "\nfault 4: use-after-poison of 1 by 3\n";
  EXPECT_EQ(moved(0), stale) << "a reference";
  EXPECT_EQ(moved(3), stale) << "a short text";
  EXPECT_EQ(moved(11), stale) << "a list";
  EXPECT_EQ(moved(15), stale) << "a nested future";
  EXPECT_EQ(moved(1), before + " woke Pending\n");
  EXPECT_EQ(moved(4), before + " woke Pending\nleaks 1\n");
  EXPECT_EQ(moved(6), before + " woke Pending\nleaks 1\n");
  EXPECT_EQ(moved(7), before + "\nfault 4: bad-free of 1 by 3\n");
}

}  // namespace
}  // namespace pinprick::harness
