// Programs of guests, padded with what has nothing to do with it: what is left is the smallest.
#include "harness/program/guest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "harness/generator/enumerator.h"
#include "harness/program/text.h"
#include "tests/harness/minimizer/watched.h"

namespace pinprick::harness::guest_minimizer_test {
namespace {

Guest a_guest() {
  Guest guest;
  guest.name = "Parser";
  guest.takes_argument = true;
  guest.unpin = true;
  guest.relocatable = true;
  guest.calls = {{"poll", false, true}, {"feed", true, false}, {"seek", true, false}};
  guest.events = {"data", "end"};
  return guest;
}
const Guest kGuest = a_guest();

class GuestMinimizer : public testing::Test {
 protected:
  void SetUp() override { host(&kGuest); }
  void TearDown() override { host(nullptr); }
};

bool is_call(const Op& op, std::uint8_t index, std::uint8_t argument) {
  return op.code == OpCode::kCall && op.index == index && op.argument >= argument;
}

// Whether a guest is moved, and the one that came of it called so.
bool is_called_after_a_move(const Program& program) {
  for (const Op& op : program.ops) {
    if (!is_call(op, 1, 3)) continue;
    const Op& made = program.ops[op.first];
    if (made.code == OpCode::kMove || made.code == OpCode::kBox) return true;
  }
  return false;
}

constexpr const char* kPadded =
    "let w = source world\n"
    "let a = wait w guest(argument=77)\n"
    "let b = wait w guest(argument=2)\n"
    "signal w end\n"
    "call a poll\n"
    "let v = vec a\n"
    "push v b\n"
    "call v seek 9\n"
    "rotate v\n"
    "let c = wait w\n"
    "let d = wait w\n"
    "swap c d\n"
    "call c feed 1\n"
    "let e = pop v\n"
    "let f = relocate e\n"
    "signal w data\n"
    "let g = box f\n"
    "let h = unbox g\n"
    "let i = pass h\n"
    "let k = move i\n"
    "call k poll\n"
    "let l = box k\n"
    "call l feed 200\n"
    "signal w end\n"
    "let m = option d\n"
    "emplace m c\n"
    "call m seek 250\n"
    "drop l\n";

// The smallest of all that there are of so few operations.
std::string smallest(std::size_t ops, Watched::Keeps keeps) {
  Universe all;
  all.ops = ops;
  all.futures = 2;
  all.kinds = {kind_of(Leaf::kGuest)};
  all.arguments = {0, 1, 2, 3, 4, 5};
  all.reduced = false;
  Program best;
  Enumerator(all).each([&](const Program& program) {
    if (keeps(program) && (best.ops.empty() || is_smaller(program, best))) best = program;
    return true;
  });
  return to_text(best);
}

TEST_F(GuestMinimizer, ACallAfterAMove) {
  const std::string least =
      "let s0 = source world\n"
      "let f1 = wait s0\n"
      "let f2 = move f1\n"
      "call f2 feed 3\n";
  EXPECT_EQ(Watched(is_called_after_a_move).text(kPadded), least);
  EXPECT_EQ(smallest(4, is_called_after_a_move), least);
}

TEST_F(GuestMinimizer, ACallOfTheLastOfAVec) {
  const auto keeps = [](const Program& program) {
    return std::any_of(program.ops.begin(), program.ops.end(), [&](const Op& op) {
      return is_call(op, 2, 4) && program.ops[op.first].code == OpCode::kVec;
    });
  };
  const std::string least =
      "let s0 = source world\n"
      "let f1 = wait s0\n"
      "let v2 = vec f1\n"
      "call v2 seek 4\n";
  EXPECT_EQ(Watched(keeps).text(kPadded), least);
  EXPECT_EQ(smallest(4, keeps), least);
}

TEST_F(GuestMinimizer, WithWhatItIsMade) {
  const auto keeps = [](const Program& program) {
    return std::any_of(program.ops.begin(), program.ops.end(), [](const Op& op) {
      return op.code == OpCode::kWait && op.kind.first.value >= 2;
    });
  };
  EXPECT_EQ(Watched(keeps).text(kPadded),
            "let s0 = source world\nlet f1 = wait s0 guest(argument=2)\n");
}

TEST_F(GuestMinimizer, TheLowestEventAndTheLowestCall) {
  const auto signals_the_world = [](const Program& program) {
    return std::any_of(program.ops.begin(), program.ops.end(), [&](const Op& op) {
      return op.code == OpCode::kSignal && program.ops[op.first].source.source == Source::kWorld;
    });
  };
  const auto calls = [](const Program& program) {
    return std::any_of(program.ops.begin(), program.ops.end(),
                       [](const Op& op) { return op.code == OpCode::kCall; });
  };
  const auto feeds = [](const Program& program) {
    return std::any_of(program.ops.begin(), program.ops.end(),
                       [](const Op& op) { return is_call(op, 1, 0); });
  };
  EXPECT_EQ(Watched(feeds).text(kPadded),
            "let s0 = source world\nlet f1 = wait s0\ncall f1 feed 0\n");
  EXPECT_EQ(Watched(signals_the_world).text(kPadded), "let s0 = source world\nsignal s0 data\n");
  EXPECT_EQ(Watched(calls).text(kPadded),
            "let s0 = source world\nlet f1 = wait s0\ncall f1 poll\n");
}

// There is nothing else that a guest could be, and nothing else around it.
TEST_F(GuestMinimizer, TheWorldStaysTheWorld) {
  const auto keeps = [](const Program& program) {
    return std::any_of(program.ops.begin(), program.ops.end(),
                       [](const Op& op) { return op.code == OpCode::kWait; });
  };
  EXPECT_EQ(Watched(keeps).text(kPadded), "let s0 = source world\nlet f1 = wait s0\n");
}

// Whatever is kept, what is left is valid, and nothing can be taken away from it.
TEST_F(GuestMinimizer, NothingMoreCanBeLeftOut) {
  for (unsigned every = 2; every < 7; ++every) {
    unsigned asked = 0;
    MinimizerOptions options;
    options.proves = [](const Program&) { return true; };
    Watched watched([&asked, every](const Program&) { return ++asked % every == 0; }, options);
    const absl::StatusOr<Minimized> result = watched.minimize(program_of(kPadded));
    ASSERT_TRUE(result.ok());
    EXPECT_TRUE(validate(result->program).ok());
  }
}

}  // namespace
}  // namespace pinprick::harness::guest_minimizer_test
