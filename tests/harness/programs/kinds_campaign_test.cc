// A campaign for each kind by itself: some hundred random programs that are made of little else,
// predicted, run and judged. A campaign over all kinds needs minutes to see as much of one of them.
//
// For one kind alone: --gtest_filter='*/semaphore' or '*/join'. Other programs: --gtest_shuffle
// --gtest_random_seed=N, and --gtest_repeat=M for more of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "harness/interpreter/interpreter.h"
#include "harness/judge/judge.h"
#include "harness/model/encounter.h"
#include "harness/model/model.h"
#include "harness/program/guest.h"
#include "harness/program/text.h"
#include "harness/program/typestate.h"

namespace pinprick::harness {
namespace {

constexpr std::size_t kPrograms = 300;
constexpr std::size_t kOpsMax = 48;

// How much more often than elsewhere: what the kinds are made with, and what shows what they do.
std::size_t weight_of(OpCode code) {
  const std::size_t weight = spec(code).weight;
  switch (code) {
    case OpCode::kWait:
    case OpCode::kSignal:
    case OpCode::kPoll:
    case OpCode::kPollUnpinned:
      return 4 * weight;
    case OpCode::kBoxPin:
    case OpCode::kSwapUnchecked:
    case OpCode::kMoveOut:
    case OpCode::kSet:
    case OpCode::kDrop:
    case OpCode::kPollWith:
      return 2 * weight;
    default:
      return weight;
  }
}

class Maker {
 public:
  // Programs that wait for such sources, by themselves or inside of the library's oldest
  // combinators.
  Maker(Source source, std::uint64_t seed) : random_(seed), sources_({source}) {}
  // Programs of that combinator, over leaves that wait and leaves that do not.
  Maker(Combinator combinator, std::uint64_t seed)
      : random_(seed), combinators_({combinator, combinator, combinator, Combinator::kNone}) {
    sources_.clear();
    for (const SourceSpec& each : kSources) sources_.push_back(each.code);
  }

  Program next() {
    state_.reset();
    Program program;
    const std::size_t length = 4 + below(kOpsMax - 4);
    while (program.ops.size() + state_.scope_depth() < length) {
      Op op;
      if (!draw(op)) continue;
      state_.apply(op);
      program.ops.push_back(op);
    }
    Op close;
    close.code = OpCode::kCloseScope;
    while (state_.scope_depth() > 0) {
      state_.apply(close);
      program.ops.push_back(close);
    }
    return program;
  }

 private:
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }
  template <class T>
  T one_of(const std::vector<T>& all) {
    return all[below(all.size())];
  }

  std::uint8_t number(const Parameter& parameter) {
    if (parameter.name == nullptr) return 0;
    // Small ones say as much as large ones, and come to an end.
    const std::size_t range = std::min<std::size_t>(parameter.max - parameter.min, 3);
    return static_cast<std::uint8_t>(parameter.min + below(range + 1));
  }
  LeafArgs leaf(std::size_t which) {
    const auto code = static_cast<Leaf>(which);
    return {code, number(spec(code).count), number(spec(code).value)};
  }
  Kind kind(Combinator combinator, std::optional<Leaf> waiter) {
    if (waiter.has_value() && !takes_first(combinator, *waiter)) combinator = Combinator::kNone;
    const CombinatorSpec& rules = spec(combinator);
    Kind made;
    made.combinator = combinator;
    made.number = number(rules.number);
    const std::size_t leaves = std::min(rules.leaves, kPairingLeafCount);
    made.first = leaf(waiter.has_value() ? static_cast<std::size_t>(*waiter) : below(leaves));
    if (rules.arity == 2) made.second = leaf(below(rules.leaves));
    return made;
  }

  OpCode draw_code() {
    static const std::array<std::size_t, kOpCount> kSums = [] {
      std::array<std::size_t, kOpCount> sums{};
      std::size_t sum = 0;
      for (std::size_t i = 0; i < kOpCount; ++i) sums[i] = sum += weight_of(static_cast<OpCode>(i));
      return sums;
    }();
    const std::size_t at = below(kSums.back());
    std::size_t code = 0;
    while (kSums[code] <= at) ++code;
    return static_cast<OpCode>(code);
  }

  // One operation; false if what was drawn does not fit.
  bool draw(Op& op) {
    op.code = draw_code();
    const OpSpec& rules = spec(op.code);
    if (rules.operands() > 0) {
      const std::size_t count = state_.count(rules.first.types);
      if (count == 0) return false;
      op.first = state_.nth(rules.first.types, below(count));
      if (state_.check_first(op) != Refusal::kNone) return false;
    }
    if (rules.operands() > 1) {
      const std::size_t count = state_.count(rules.second.types);
      if (count == 0) return false;
      op.second = state_.nth(rules.second.types, below(count));
    }
    if (rules.takes_index) {
      op.index = static_cast<std::uint8_t>(below(state_.indices(op.code, op.first)));
    }
    switch (op.code) {
      case OpCode::kMake:
        op.kind = kind(one_of(combinators_), std::nullopt);
        break;
      case OpCode::kWait:
        op.kind = kind(one_of(combinators_), waiter_of(state_.value(op.first).source));
        break;
      case OpCode::kSource:
        op.source.source = one_of(sources_);
        op.source.number = number(spec(op.source.source).number);
        break;
      case OpCode::kSignal:
        op.index = static_cast<std::uint8_t>(below(signal_count(state_.value(op.first).source)));
        break;
      default:
        break;
    }
    return state_.check(op) == Refusal::kNone;
  }

  std::mt19937_64 random_;
  Typestate state_;
  std::vector<Source> sources_;
  std::vector<Combinator> combinators_ = {Combinator::kNone, Combinator::kNone, Combinator::kMap,
                                          Combinator::kThen, Combinator::kJoin};
};

void expect_as_predicted(Maker maker) {
  Model model;
  Interpreter interpreter;
  for (std::size_t i = 0; i < kPrograms; ++i) {
    const Program program = maker.next();
    const Prediction& prediction = model.predict(program);
    const Observation& observation = interpreter.observe(program);
    const Verdict verdict = judge(prediction, observation);
    ASSERT_FALSE(is_finding(verdict.kind))
        << name(verdict.kind) << "\n"
        << to_text(program) << explain(places_of(program), prediction, observation, verdict);
    for (const Encounter& each : prediction.encounters) {
      ASSERT_TRUE(is_possible(each))
          << to_text(program) << "met: " << spec(each.rule).name << ", " << name_of(each.genus)
          << ", " << spec(each.way).name << ", " << static_cast<int>(each.progress);
    }
  }
}

std::uint64_t seed(std::size_t kind) {
  const int offset = testing::UnitTest::GetInstance()->random_seed();
  return kind + 1000 * static_cast<std::uint64_t>(offset);
}

class SourceCampaign : public testing::TestWithParam<Source> {};

TEST_P(SourceCampaign, IsAsPredicted) {
  expect_as_predicted(Maker(GetParam(), seed(static_cast<std::size_t>(GetParam()))));
}

std::vector<Source> all_sources() {
  std::vector<Source> all;
  for (const SourceSpec& each : kSources) all.push_back(each.code);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Kinds, SourceCampaign, testing::ValuesIn(all_sources()),
                         [](const auto& source) { return std::string(spec(source.param).name); });

class CombinatorCampaign : public testing::TestWithParam<Combinator> {};

TEST_P(CombinatorCampaign, IsAsPredicted) {
  expect_as_predicted(Maker(GetParam(), seed(100 + static_cast<std::size_t>(GetParam()))));
}

std::vector<Combinator> all_combinators() {
  std::vector<Combinator> all;
  for (const CombinatorSpec& each : kCombinators) {
    if (each.code != Combinator::kNone) all.push_back(each.code);
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Kinds, CombinatorCampaign, testing::ValuesIn(all_combinators()),
                         [](const auto& combinator) {
                           return std::string(spec(combinator.param).name);
                         });

}  // namespace
}  // namespace pinprick::harness
