// Every program of a user's type, and no other one.
#include "harness/program/guest.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "harness/generator/enumerator.h"
#include "harness/interpreter/interpreter.h"
#include "harness/interpreter/still.h"
#include "harness/judge/judge.h"
#include "harness/model/model.h"
#include "harness/program/text.h"
#include "harness/subject/admit.h"
#include "pinprick/check.h"

namespace pinprick::harness::guest_enumerator_test {
namespace {

class GuestEnumerator : public testing::Test {
 protected:
  void TearDown() override { host(nullptr); }
};

Guest a_guest(bool unpin, bool movable, bool relocatable) {
  Guest guest;
  guest.name = "Parser";
  guest.unpin = unpin;
  guest.movable = movable;
  guest.relocatable = relocatable;
  guest.calls = {{"feed", true, false}, {"poll", false, true}};
  guest.events = {"data"};
  return guest;
}

Universe universe(std::size_t ops, bool reduced) {
  Universe all;
  all.ops = ops;
  all.futures = 2;
  all.kinds = {kind_of(Leaf::kGuest)};
  all.arguments = {0, 5};
  all.reduced = reduced;
  return all;
}

// --- A second enumerator, which knows nothing but Typestate::check() -----------------------------

// What can come next, by trying every number that each field might hold. Of the operations that
// need no guest, scopes and tasks are left out: they are of no use to any.
std::vector<Op> all_that_fit(const Typestate& state) {
  std::vector<Op> fits;
  const auto made = static_cast<ValueId>(state.size());
  for (const OpSpec& rules : kOps) {
    if (is_scope(rules.code) || rules.code == OpCode::kTask) continue;
    // The world alone could move where guests do not, to no end.
    if (rules.code == OpCode::kMove && !guest()->movable) continue;
    const std::size_t firsts = rules.operands() > 0 ? made : 1;
    const std::size_t seconds = rules.operands() > 1 ? made : 1;
    for (ValueId first = 0; first < firsts; ++first) {
      for (ValueId second = 0; second < seconds; ++second) {
        for (std::uint8_t index = 0; index < 6; ++index) {
          for (const std::uint8_t argument : {std::uint8_t{0}, std::uint8_t{5}}) {
            const bool is_call = rules.code == OpCode::kCall;
            const bool has_index = rules.takes_index || is_call || rules.code == OpCode::kSignal;
            if ((index > 0 && !has_index) || (argument > 0 && !is_call)) continue;
            Op op;
            op.code = rules.code;
            op.first = rules.operands() > 0 ? first : kNoValue;
            op.second = rules.operands() > 1 ? second : kNoValue;
            op.index = index;
            op.argument = argument;
            if (has_kind(op)) op.kind = kind_of(Leaf::kGuest);
            if (rules.code == OpCode::kSource) {
              op.source = {Source::kWorld, spec(Source::kWorld).number.standard};
            }
            if (state.check(op) == Refusal::kNone) fits.push_back(op);
          }
        }
      }
    }
  }
  return fits;
}

void try_all(Program& program, const Typestate& state, const Universe& of,
             std::set<std::string>& found) {
  if (!program.ops.empty()) found.insert(to_text(program));
  if (program.ops.size() == of.ops) return;
  for (const Op& op : all_that_fit(state)) {
    std::size_t guests = op.code == OpCode::kWait ? 1 : 0;
    for (const Op& each : program.ops) guests += each.code == OpCode::kWait ? 1 : 0;
    if (guests > of.futures) continue;
    Typestate behind = state;
    behind.apply(op);
    program.ops.push_back(op);
    try_all(program, behind, of, found);
    program.ops.pop_back();
  }
}

TEST_F(GuestEnumerator, FindsWhatTryingEverythingFinds) {
  const std::array guests = {a_guest(true, true, true), a_guest(false, true, false),
                             a_guest(false, false, false)};
  std::size_t before = SIZE_MAX;
  for (const Guest& guest : guests) {
    host(&guest);
    const Universe all = universe(4, false);
    Program program;
    std::set<std::string> naive;
    try_all(program, Typestate(), all, naive);

    std::set<std::string> distinct;
    std::size_t found = 0;
    Enumerator(all).each([&](const Program& each) {
      ++found;
      EXPECT_TRUE(validate(each).ok()) << to_text(each);
      distinct.insert(to_text(each));
      return true;
    });
    EXPECT_EQ(found, distinct.size()) << "a program came up twice";
    EXPECT_EQ(distinct, naive);
    EXPECT_EQ(Enumerator(all).count(), naive.size());
    EXPECT_GT(found, 20U);
    EXPECT_LT(found, before) << "the less a guest claims, the fewer there are";
    before = found;
  }
}

TEST_F(GuestEnumerator, EveryCallComesWithEveryByteThatItTakes) {
  const Guest guest = a_guest(true, true, true);
  host(&guest);
  std::set<std::string> calls;
  Enumerator(universe(3, false)).each([&](const Program& each) {
    if (each.ops.back().code == OpCode::kCall) calls.insert(line_of(each, 2));
    return true;
  });
  EXPECT_EQ(calls, (std::set<std::string>{"call f1 feed 0", "call f1 feed 5", "call f1 poll"}));
}

// --- What is lost by reduction -------------------------------------------------------------------

struct World {
  void tell() { ++told; }
  int told = 0;
};

// Keeps a pointer to itself from the first, and one more from its poll on: no claim is true of it.
struct Wily {
  explicit Wily(World& around) : world(&around) {}
  int feed(std::uint8_t byte) { return *at += byte; }
  int poll() { return world->told + *at; }
  World* world;
  int value = 1;
  int* at = &value;
};

// Keeps that one from its poll on only, as it claims, and gives what its address says.
struct Shifty {
  int feed(std::uint8_t byte) { return at == nullptr ? value += byte : *at; }
  int poll() {
    at = &value;
    return value;
  }
  int value = 1;
  int* at = nullptr;
};

std::set<std::string> signatures(const Universe& of) {
  Model model;
  Interpreter interpreter;
  Still still;
  std::set<std::string> all;
  Enumerator(of).each([&](const Program& program) {
    const Prediction& prediction = model.predict(program);
    if (!prediction.has_guest) return true;
    const Observation moved = interpreter.observe(program);
    const Observation& stayed = still.observe(program);
    const Verdict verdict = judge_guest(prediction, moved, stayed);
    all.insert(std::string(name(verdict.kind)) + " " +
               signature(program, prediction, moved, verdict));
    return true;
  });
  return all;
}

TEST_F(GuestEnumerator, ReductionLosesNoVerdict) {
  check::type<Wily, World>("Wily")
      .call("feed", &Wily::feed)
      .call("poll", &Wily::poll)
      .event("tell", &World::tell)
      .claims(check::Unpin(), check::Relocatable());
  const check::Registration& wily = *check::registrations().back();
  check::type<Shifty, World>("Shifty")
      .call("feed", &Shifty::feed)
      .call("poll", &Shifty::poll)
      .event("tell", &World::tell)
      .claims(check::PinnedAfterFirstPoll());
  const check::Registration& shifty = *check::registrations().back();

  ASSERT_TRUE(admit(wily).ok());
  const std::set<std::string> all = signatures(universe(4, false));
  EXPECT_EQ(signatures(universe(4, true)), all);
  EXPECT_EQ(all.count("escape use-after-poison.call.moved"), 1U);
  EXPECT_EQ(all.count("clean safe"), 1U);

  ASSERT_TRUE(admit(shifty).ok());
  const std::set<std::string> kept = signatures(universe(5, false));
  EXPECT_EQ(signatures(universe(5, true)), kept);
  EXPECT_EQ(kept.count("latent move.move"), 1U);
  EXPECT_EQ(kept.count("latent cancel.drop"), 1U);
  EXPECT_EQ(kept.count("caught use-after-poison.call.moved"), 1U);
  for (const std::string& each : kept) EXPECT_NE(each.rfind("escape", 0), 0U) << each;
}

}  // namespace
}  // namespace pinprick::harness::guest_enumerator_test
