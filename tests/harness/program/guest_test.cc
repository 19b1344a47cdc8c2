// Programs about a type that a user brings: as text, as bytes, and what they may do with it.
#include "harness/program/guest.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "harness/program/bytes.h"
#include "harness/program/text.h"
#include "harness/program/typestate.h"
#include "tests/harness/program/guest_programs.h"

namespace pinprick::harness::guest_program_test {
namespace {

const Guest kParser = parser_guest(true, true);
const Guest kBound = parser_guest(true, false);
const Guest kRooted = parser_guest(false, false);

class GuestProgram : public testing::Test {
 protected:
  void TearDown() override { host(nullptr); }
};

std::string error_of(const std::string& text) {
  const absl::StatusOr<Script> script = parse(text, "p");
  return script.ok() ? "none" : std::string(script.status().message());
}

TEST_F(GuestProgram, IsReadAndPrinted) {
  host(&kParser);
  const std::string text =
      "let s0 = source world\n"
      "let f1 = wait s0\n"
      "let f2 = wait s0 guest(argument=3)\n"
      "call f1 feed 17\n"
      "call f2 poll\n"
      "signal s0 end\n"
      "let b6 = box f1\n"
      "call b6 feed 0\n"
      "let v8 = vec f2\n"
      "call v8 feed 255\n";
  const absl::StatusOr<Script> script = parse(text, "p");
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_EQ(to_text(script->program), text);
  const std::vector<Op>& ops = script->program.ops;
  EXPECT_EQ(ops[0].source.source, Source::kWorld);
  EXPECT_EQ(ops[1].kind, kind_of(Leaf::kGuest));
  EXPECT_EQ(ops[2].kind.first.value, 3);
  EXPECT_EQ(ops[3].index, 0);
  EXPECT_EQ(ops[3].argument, 17);
  EXPECT_EQ(ops[4].index, 1);
  EXPECT_EQ(ops[5].index, 1);
  EXPECT_EQ(ops[9].argument, 255);
}

TEST_F(GuestProgram, AnArgumentThatIsNotWrittenIsZero) {
  host(&kParser);
  const absl::StatusOr<Script> script =
      parse("let w = source world\nlet f = wait w guest\ncall f feed  # nothing\n", "p");
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_EQ(script->program.ops[2].argument, 0);
  EXPECT_EQ(to_text(script->program), "let s0 = source world\nlet f1 = wait s0\ncall f1 feed 0\n");
}

TEST_F(GuestProgram, WithoutAGuestThereIsNone) {
  EXPECT_EQ(error_of("let w = source world\n"),
            "p:1:9: found `source`, expected a guest: a type that somebody brought");
  EXPECT_EQ(error_of("let f = make ready\n  call f feed\n"),
            "p:2:8: found `f`, a future, expected a guest: a type that somebody brought");
}

struct Case {
  const char* about;
  const Guest* guest;
  const char* text;
  const char* message;
};

constexpr const char* kNotTaken =
    ", expected a future of the library: a guest is not taken, or claims too little for that";

// Each behind a world `w` and two guests, `f` and `g`.
TEST_F(GuestProgram, WhatIsRefused) {
  const Case cases[] = {
      {"a call that nobody named", &kParser, "call f fed 1\n",
       "p:4:8: found `fed`, expected a call that `f`, a Parser, has: `feed` or `poll`"},
      {"no call at all", &kParser, "call f\n",
       "p:4:7: found the end of the line, expected a call that `f`, a Parser, has: `feed` or "
       "`poll`"},
      {"more than a byte", &kParser, "call f feed 256\n",
       "p:4:13: found `256`, expected a number from 0 to 255"},
      {"less than none", &kParser, "call f feed -1\n",
       "p:4:13: found `-`, expected a number from 0 to 255"},
      {"no number", &kParser, "call f feed x\n",
       "p:4:13: found `x`, expected a number from 0 to 255"},
      {"two arguments", &kParser, "call f feed 1 2\n",
       "p:4:15: found `2`, expected the end of the line"},
      {"an argument to what takes none", &kParser, "call f poll 1\n",
       "p:4:13: found `1`, expected the end of the line"},
      {"an argument of making that is no byte", &kParser, "let h = wait w guest(argument=256)\n",
       "p:4:31: found `256`, expected a number from 0 to 255"},
      {"an event that nobody named", &kParser, "signal w dta\n",
       "p:4:10: found `dta`, expected a signal that `w`, of kind `world`, has: `data` or `end`"},
      {"a second world", &kParser, "let x = source world\n",
       "p:4:9: found `source`, expected one world only, around all guests"},
      {"a call of what is no guest", &kParser, "let r = make ready\ncall r feed\n",
       "p:5:6: found `r`, a future, expected a guest: a type that somebody brought"},
      {"a call of the world", &kParser, "call w feed\n",
       "p:4:6: found `w`, a source, expected a future or a box or a vec or a deque or an array or "
       "an option"},
      {"a call of nobody", &kParser, "let v = vec f\nlet x = pop v\ncall v feed\n",
       "p:6:6: found `v`, a vec, expected a row that has the element"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.about);
    host(each.guest);
    EXPECT_EQ(
        error_of("let w = source world\nlet f = wait w\nlet g = wait w\n" + std::string(each.text)),
        each.message);
  }
}

TEST_F(GuestProgram, WhatItsClaimsHaveNoWordOnIsRefused) {
  const Case cases[] = {
      {"a poll", &kParser, "poll_unpin f\n", "p:4:12: found `f`, a future"},
      {"another poll", &kParser, "poll_unpinned f\n", "p:4:15: found `f`, a future"},
      {"a pin", &kParser, "let p = pin f\n", "p:4:13: found `f`, a future"},
      {"a pin that borrows", &kParser, "let p = pin_unchecked f\n", "p:4:23: found `f`, a future"},
      {"a pin in a box", &kParser, "let p = box_pin f\n", "p:4:17: found `f`, a future"},
      {"a shared pointer", &kParser, "let r = rc f\n", "p:4:12: found `f`, a future"},
      {"to be forgotten", &kParser, "forget f\n", "p:4:8: found `f`, a future"},
      {"a pin of a box", &kParser, "let b = box f\nlet p = into_pin b\n",
       "p:5:18: found `b`, a box"},
      {"bytes, without the claim", &kBound, "let h = relocate f\n", "p:4:18: found `f`, a future"},
      {"bytes of many, without the claim", &kBound, "let v = vec f\nrealloc v\n",
       "p:5:9: found `v`, a vec"},
      {"a move of what has none", &kRooted, "let h = move f\n", "p:4:14: found `f`, a future"},
      {"a box of what has none", &kRooted, "let h = box f\n", "p:4:13: found `f`, a future"},
      {"an assignment of what has none", &kRooted, "assign f g\n", "p:4:8: found `f`, a future"},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.about);
    host(each.guest);
    const std::string error =
        error_of("let w = source world\nlet f = wait w\nlet g = wait w\n" + std::string(each.text));
    EXPECT_EQ(error, std::string(each.message) + kNotTaken);
  }
}

// Of a guest that claims Unpin no gate is in the way, so that all that refuses is what is taken.
TEST_F(GuestProgram, TheTypestateTakesWhatTheGuestTakes) {
  for (const Guest* each : {&kParser, &kBound, &kRooted}) {
    host(each);
    Typestate state;
    Op world;
    world.code = OpCode::kSource;
    world.source = {Source::kWorld, spec(Source::kWorld).number.standard};
    Op wait;
    wait.code = OpCode::kWait;
    wait.first = 0;
    wait.kind = kind_of(Leaf::kGuest);
    for (const Op& op : {world, wait, wait}) {
      ASSERT_EQ(state.check(op), Refusal::kNone);
      state.apply(op);
    }
    std::size_t taken = 0;
    std::size_t refused = 0;
    for (const OpSpec& rules : kOps) {
      const bool wants_another_second =
          rules.operands() > 1 && !holds(rules.second.types, ValueType::kFuture);
      if (!holds(rules.first.types, ValueType::kFuture) || wants_another_second) continue;
      Op op;
      op.code = rules.code;
      op.first = 1;
      if (rules.operands() > 1) op.second = 2;
      const Refusal expected = takes(*each, rules.code) ? Refusal::kNone : Refusal::kNotForGuests;
      EXPECT_EQ(state.check(op), expected) << rules.name;
      ++(expected == Refusal::kNone ? taken : refused);
    }
    EXPECT_GE(taken, std::size_t{2});  // `call` and `drop`
    EXPECT_GE(refused, std::size_t{10});
  }
}

TEST_F(GuestProgram, WhatItClaimsSaysWhatConcernsIt) {
  EXPECT_TRUE(concerns_guests(OpCode::kSource));
  EXPECT_TRUE(concerns_guests(OpCode::kSignal));
  EXPECT_FALSE(concerns_guests(OpCode::kMove)) << "nobody is there";
  host(&kParser);
  EXPECT_TRUE(concerns_guests(OpCode::kRelocate));
  EXPECT_TRUE(concerns_guests(OpCode::kMove));
  EXPECT_FALSE(concerns_guests(OpCode::kPoll));
  EXPECT_FALSE(concerns_guests(OpCode::kOpenScope));
  host(&kBound);
  EXPECT_FALSE(concerns_guests(OpCode::kRelocate));
  EXPECT_TRUE(concerns_guests(OpCode::kSwap));
  host(&kRooted);
  EXPECT_FALSE(concerns_guests(OpCode::kMove));
  EXPECT_TRUE(concerns_guests(OpCode::kCall));
  EXPECT_TRUE(concerns_guests(OpCode::kDrop));
}

TEST_F(GuestProgram, SignalsOfTheWorldAreItsEvents) {
  EXPECT_EQ(signal_count(Source::kWorld), 0U);
  EXPECT_EQ(signal_count(Source::kEvent), spec(Source::kEvent).signal_count());
  host(&kParser);
  ASSERT_EQ(signal_count(Source::kWorld), 2U);
  EXPECT_EQ(signal_name(Source::kWorld, 0), "data");
  EXPECT_EQ(signal_name(Source::kWorld, 1), "end");
  EXPECT_EQ(signal_name(Source::kEvent, 0), spec(Source::kEvent).signals[0].name);
}

// --- Text and bytes ------------------------------------------------------------------------------

void expect_same_again(const Program& program) {
  const absl::Status status = validate(program);
  ASSERT_TRUE(status.ok()) << status;
  const std::string text = to_text(program);
  const absl::StatusOr<Script> parsed = parse(text, "printed");
  ASSERT_TRUE(parsed.ok()) << parsed.status() << "\n" << text;
  ASSERT_TRUE(parsed->program == program) << text;
  ASSERT_EQ(to_text(parsed->program), text);
  Decoder decoder;
  ASSERT_TRUE(decoder.decode(encode(program)) == program) << text;
}

TEST_F(GuestProgram, TextAndBytesGiveTheSameProgramAgain) {
  std::mt19937_64 random(1);
  for (const Guest* each : {&kParser, &kBound, &kRooted}) {
    host(each);
    std::size_t ops = 0;
    std::size_t calls = 0;
    for (int i = 0; i < 700; ++i) {
      SCOPED_TRACE(testing::Message() << "program " << i);
      const Program program = random_guest_program(random, 2 + i % 30);
      ASSERT_NO_FATAL_FAILURE(expect_same_again(program));
      ops += program.ops.size();
      for (const Op& op : program.ops) calls += op.code == OpCode::kCall ? 1 : 0;
    }
    EXPECT_GT(ops, 5'000U);
    EXPECT_GT(calls, 1'000U);
  }
}

// A third of it at random, a third small, where the numbers of operations and operands lie, and a
// third that were a program before some of them were changed.
std::vector<std::uint8_t> any_bytes(std::mt19937_64& random,
                                    const std::vector<std::uint8_t>& good) {
  const std::size_t how = random() % 3;
  std::vector<std::uint8_t> bytes(1 + random() % 120);
  if (how == 2) {
    bytes = good;
    for (std::size_t i = 0; i < 1 + bytes.size() / 16; ++i) {
      bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
    }
    return bytes;
  }
  for (std::uint8_t& byte : bytes) {
    byte = static_cast<std::uint8_t>(how == 1 ? random() % 72 : random());
  }
  return bytes;
}

TEST_F(GuestProgram, EveryByteStringIsAValidProgram) {
  Decoder decoder;
  Guest silent = kBound;
  silent.calls.clear();
  silent.events.clear();
  for (const Guest* each : {&kParser, &kBound, &kRooted, static_cast<const Guest*>(&silent),
                            static_cast<const Guest*>(nullptr)}) {
    std::mt19937_64 random(2);
    std::size_t guests = 0;
    std::size_t calls = 0;
    for (int i = 0; i < 2'000; ++i) {
      host(&kParser);
      const std::vector<std::uint8_t> good = encode(random_guest_program(random, 15));
      host(each);
      const std::vector<std::uint8_t> bytes = any_bytes(random, good);
      const Program program = decoder.decode(bytes);
      ASSERT_NO_FATAL_FAILURE(expect_same_again(program));
      for (const Op& op : program.ops) {
        guests += op.code == OpCode::kWait && op.kind.first.leaf == Leaf::kGuest ? 1 : 0;
        calls += op.code == OpCode::kCall ? 1 : 0;
      }
    }
    EXPECT_EQ(guests > 0, each != nullptr) << guests;
    EXPECT_EQ(calls > 0, each != nullptr && each != &silent) << calls;
  }
}

// Combinators know nothing of guests.
TEST_F(GuestProgram, NothingIsMadeOfAGuest) {
  host(&kParser);
  EXPECT_EQ(error_of("let w = source world\nlet f = wait w join(guest, ready)\n").substr(0, 12),
            "p:2:21: foun");
  Typestate state;
  Op op;
  op.code = OpCode::kSource;
  op.source = {Source::kWorld, spec(Source::kWorld).number.standard};
  state.apply(op);
  op = Op();
  op.code = OpCode::kWait;
  op.first = 0;
  for (std::size_t i = 0; i < kCombinatorCount; ++i) {
    const auto combinator = static_cast<Combinator>(i);
    op.kind = kind_of(Leaf::kGuest);
    op.kind.combinator = combinator;
    op.kind.number = spec(combinator).number.standard;
    if (op.kind.arity() == 2) op.kind.second = standard(Leaf::kReady);
    EXPECT_EQ(state.check(op) == Refusal::kNone, combinator == Combinator::kNone)
        << spec(combinator).name;
  }
}

// What was written down while a guest was there is read without one: what means it is left out.
TEST_F(GuestProgram, BytesOfAGuestAreReadWithoutOne) {
  std::mt19937_64 random(3);
  Decoder decoder;
  for (int i = 0; i < 500; ++i) {
    host(&kParser);
    const std::vector<std::uint8_t> bytes = encode(random_guest_program(random, 20));
    for (const Guest* each : {&kRooted, static_cast<const Guest*>(nullptr)}) {
      host(each);
      const Program program = decoder.decode(bytes);
      ASSERT_NO_FATAL_FAILURE(expect_same_again(program));
      for (const Op& op : program.ops) {
        ASSERT_FALSE(each == nullptr && op.code == OpCode::kCall);
        ASSERT_FALSE(each == nullptr && op.source.source == Source::kWorld);
      }
    }
  }
}

}  // namespace
}  // namespace pinprick::harness::guest_program_test
