// When an operation is valid: every reason for which one is refused, and when a borrow ends.
#include "harness/program/typestate.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <ostream>
#include <set>
#include <string>

#include "harness/base/limits.h"
#include "harness/program/text.h"

namespace pinprick::harness {

void PrintTo(Refusal refusal, std::ostream* out) { *out << wanted(refusal); }

namespace {

constexpr Op op(OpCode code, ValueId first = kNoValue, ValueId second = kNoValue,
                std::uint8_t index = 0) {
  Op out;
  out.code = code;
  out.first = first;
  out.second = second;
  out.index = index;
  return out;
}

constexpr Op make(Leaf leaf) {
  Op out;
  out.kind.first = standard(leaf);
  return out;
}

// Applies all but the last, each of which must be valid, and asks about the last.
Refusal refusal_of_last(std::initializer_list<Op> ops) {
  Typestate state;
  const Op* last = ops.end() - 1;
  for (const Op* each = ops.begin(); each != last; ++each) {
    EXPECT_EQ(state.check(*each), Refusal::kNone) << spec(each->code).name;
    state.apply(*each);
  }
  return state.check(*last);
}

constexpr Op kExample = make(Leaf::kExample);
constexpr Op kYield = make(Leaf::kYieldN);

TEST(Refusal, TooManyOps) {
  Typestate state;
  for (std::size_t i = 0; i < kMaxOps; ++i) state.apply(op(OpCode::kTask));
  EXPECT_EQ(state.check(op(OpCode::kTask)), Refusal::kTooManyOps);
  EXPECT_EQ(state.check(op(OpCode::kDrop, 0)), Refusal::kTooManyOps);
}

TEST(Refusal, NoSuchValue) {
  EXPECT_EQ(refusal_of_last({op(OpCode::kDrop, 0)}), Refusal::kNoSuchValue);
  EXPECT_EQ(refusal_of_last({kYield, op(OpCode::kDrop, kNoValue)}), Refusal::kNoSuchValue);
  // Operation 1 gives no value, so there is no value 1.
  EXPECT_EQ(refusal_of_last({kYield, op(OpCode::kPollUnpin, 0), op(OpCode::kDrop, 1)}),
            Refusal::kNoSuchValue);
}

TEST(Refusal, Gone) {
  EXPECT_EQ(refusal_of_last({kYield, op(OpCode::kMove, 0), op(OpCode::kDrop, 0)}), Refusal::kGone);
  EXPECT_EQ(refusal_of_last({kYield, op(OpCode::kDrop, 0), op(OpCode::kDrop, 0)}), Refusal::kGone);
  EXPECT_EQ(refusal_of_last(
                {op(OpCode::kOpenScope), kYield, op(OpCode::kCloseScope), op(OpCode::kDrop, 1)}),
            Refusal::kGone);
}

TEST(Refusal, WrongType) {
  EXPECT_EQ(refusal_of_last({kYield, op(OpCode::kPoll, 0)}), Refusal::kWrongType);
  EXPECT_EQ(refusal_of_last({op(OpCode::kTask), op(OpCode::kForget, 0)}), Refusal::kWrongType);
  EXPECT_EQ(
      refusal_of_last({kExample, op(OpCode::kVec, 0), op(OpCode::kTask), op(OpCode::kPush, 1, 2)}),
      Refusal::kWrongType);
}

TEST(Refusal, NeedsUnpin) {
  EXPECT_EQ(refusal_of_last({kExample, op(OpCode::kPinNew, 0)}), Refusal::kNeedsUnpin);
  EXPECT_EQ(refusal_of_last({kExample, op(OpCode::kPollUnpin, 0)}), Refusal::kNeedsUnpin);
  EXPECT_EQ(refusal_of_last({kExample, op(OpCode::kBoxPin, 0), op(OpCode::kIntoInner, 1)}),
            Refusal::kNeedsUnpin);
  // Behind a pin on either side; not where neither operand is one.
  EXPECT_EQ(refusal_of_last({kExample, kExample, op(OpCode::kBoxPin, 0), op(OpCode::kSwap, 2, 1)}),
            Refusal::kNeedsUnpin);
  EXPECT_EQ(refusal_of_last({kExample, kExample, op(OpCode::kBoxPin, 0), op(OpCode::kSwap, 1, 2)}),
            Refusal::kNeedsUnpin);
  EXPECT_EQ(refusal_of_last({kExample, kExample, op(OpCode::kSwap, 0, 1)}), Refusal::kNone);
}

TEST(Refusal, NeedsUnpinIsStructural) {
  Op join = make(Leaf::kYieldN);
  join.kind.combinator = Combinator::kJoin;
  join.kind.second = standard(Leaf::kYieldN);
  EXPECT_EQ(refusal_of_last({join, op(OpCode::kPinNew, 0)}), Refusal::kNone);
  join.kind.second = standard(Leaf::kKeeper);
  EXPECT_EQ(refusal_of_last({join, op(OpCode::kPinNew, 0)}), Refusal::kNeedsUnpin);
  join.kind.second = standard(Leaf::kLiar);
  EXPECT_EQ(refusal_of_last({join, op(OpCode::kPinNew, 0)}), Refusal::kNone);
}

TEST(Refusal, ShapesDiffer) {
  EXPECT_EQ(refusal_of_last({kYield, kExample, op(OpCode::kSwap, 0, 1)}), Refusal::kShapesDiffer);
  // Numbers are no part of the shape.
  Op other = kExample;
  other.kind.first.count = 1;
  EXPECT_EQ(refusal_of_last({kExample, other, op(OpCode::kSwap, 0, 1)}), Refusal::kNone);
}

TEST(Refusal, SameValue) {
  EXPECT_EQ(refusal_of_last({kYield, op(OpCode::kSwap, 0, 0)}), Refusal::kSameValue);
}

TEST(Refusal, Borrowed) {
  EXPECT_EQ(refusal_of_last({kYield, op(OpCode::kPinNew, 0), op(OpCode::kSwap, 0, 1)}),
            Refusal::kBorrowed);
  EXPECT_EQ(refusal_of_last({kYield, op(OpCode::kPinNew, 0), op(OpCode::kSet, 1, 0)}),
            Refusal::kBorrowed);
  // The borrow moves with the pin.
  EXPECT_EQ(refusal_of_last(
                {kYield, op(OpCode::kPinNew, 0), op(OpCode::kMove, 1), op(OpCode::kSet, 2, 0)}),
            Refusal::kBorrowed);
}

TEST(Refusal, NoSuchElement) {
  EXPECT_EQ(refusal_of_last(
                {kYield, op(OpCode::kVec, 0), op(OpCode::kPinElementUnchecked, 1, kNoValue, 1)}),
            Refusal::kNoSuchElement);
  EXPECT_EQ(
      refusal_of_last({kYield, op(OpCode::kVec, 0), op(OpCode::kPop, 1), op(OpCode::kPop, 1)}),
      Refusal::kNoSuchElement);
  EXPECT_EQ(refusal_of_last({kYield, op(OpCode::kVec, 0), op(OpCode::kPop, 1),
                             op(OpCode::kPinElementUnchecked, 1)}),
            Refusal::kNoSuchElement);
  // The length goes with the vector.
  EXPECT_EQ(
      refusal_of_last({kYield, op(OpCode::kVec, 0), op(OpCode::kMove, 1), op(OpCode::kPop, 2)}),
      Refusal::kNone);
}

TEST(Refusal, RowFull) {
  Typestate state;
  state.apply(kYield);
  state.apply(op(OpCode::kVec, 0));
  for (std::size_t length = 1; length < kMaxRowLength; ++length) {
    state.apply(kYield);
    const Op push = op(OpCode::kPush, 1, static_cast<ValueId>(state.size() - 1));
    ASSERT_EQ(state.check(push), Refusal::kNone);
    state.apply(push);
  }
  state.apply(kYield);
  EXPECT_EQ(state.check(op(OpCode::kPush, 1, static_cast<ValueId>(state.size() - 1))),
            Refusal::kRowFull);
}

TEST(Refusal, ScopesTooDeepAndNoScopeOpen) {
  Typestate state;
  EXPECT_EQ(state.check(op(OpCode::kCloseScope)), Refusal::kNoScopeOpen);
  for (std::size_t i = 0; i < kMaxScopeDepth; ++i) state.apply(op(OpCode::kOpenScope));
  EXPECT_EQ(state.check(op(OpCode::kOpenScope)), Refusal::kScopesTooDeep);
  for (std::size_t i = 0; i < kMaxScopeDepth; ++i) state.apply(op(OpCode::kCloseScope));
  EXPECT_EQ(state.check(op(OpCode::kCloseScope)), Refusal::kNoScopeOpen);
}

TEST(Refusal, BadKind) {
  Op bad = kExample;
  bad.kind.first.count = 0;
  EXPECT_EQ(refusal_of_last({bad}), Refusal::kBadKind);
  bad.kind.first.count = 65;
  EXPECT_EQ(refusal_of_last({bad}), Refusal::kBadKind);
  bad = make(Leaf::kReady);
  bad.kind.first.count = 1;  // takes no such number
  EXPECT_EQ(refusal_of_last({bad}), Refusal::kBadKind);
  bad = kExample;
  bad.kind.number = 1;  // not a map
  EXPECT_EQ(refusal_of_last({bad}), Refusal::kBadKind);
  bad = kExample;
  bad.kind.second = standard(Leaf::kExample);  // nothing of two
  EXPECT_EQ(refusal_of_last({bad}), Refusal::kBadKind);
  bad = make(Leaf::kReady);
  bad.kind.combinator = Combinator::kThen;
  bad.kind.second = standard(Leaf::kExample);
  EXPECT_EQ(refusal_of_last({bad}), Refusal::kBadKind) << "ready does not pair";
}

TEST(Refusal, EachIsExplainedInItsOwnWords) {
  std::set<std::string> words;
  constexpr int kLast = static_cast<int>(Refusal::kBadKind);
  for (int i = 0; i <= kLast; ++i) words.insert(std::string(wanted(static_cast<Refusal>(i))));
  EXPECT_EQ(words.size(), std::size_t{kLast + 1});
  EXPECT_EQ(words.count(""), 0U);
}

TEST(Borrow, EndsWithAnyUseOfTheOwner) {
  for (const Op& use : {op(OpCode::kPollUnpin, 0), op(OpCode::kMove, 0), op(OpCode::kPinNew, 0)}) {
    EXPECT_EQ(refusal_of_last({kYield, op(OpCode::kPinNew, 0), use, op(OpCode::kPoll, 1)}),
              Refusal::kGone);
  }
}

TEST(Borrow, EndsWithTheUseOfTheVector) {
  EXPECT_EQ(
      refusal_of_last({kYield, kYield, op(OpCode::kVec, 0), op(OpCode::kPinElementUnchecked, 2),
                       op(OpCode::kPush, 2, 1), op(OpCode::kPoll, 3)}),
      Refusal::kGone);
}

TEST(Borrow, EndsWithTheScopeOfThePin) {
  EXPECT_EQ(refusal_of_last({kYield, op(OpCode::kOpenScope), op(OpCode::kPinNew, 0),
                             op(OpCode::kCloseScope), op(OpCode::kPoll, 2)}),
            Refusal::kGone);
}

TEST(Borrow, APinOfALocalBorrowsFromNobody) {
  EXPECT_EQ(refusal_of_last({kYield, op(OpCode::kPin, 0), op(OpCode::kPoll, 1),
                             op(OpCode::kMove, 1), op(OpCode::kPoll, 3)}),
            Refusal::kNone);
}

TEST(Borrow, OfABoxConsumesTheBox) {
  EXPECT_EQ(refusal_of_last(
                {kYield, op(OpCode::kBox, 0), op(OpCode::kPinUnchecked, 1), op(OpCode::kDrop, 1)}),
            Refusal::kGone);
}

TEST(Validate, NamesTheFirstOperationThatDoesNotFit) {
  Program program;
  program.ops = {kExample, op(OpCode::kPinNew, 0)};
  EXPECT_EQ(validate(program).message(),
            "operation 2 (pin_new): expected a future that claims Unpin");
  program.ops = {op(OpCode::kOpenScope)};
  EXPECT_EQ(validate(program).message(), "a scope is still open at the end");
  program.ops.clear();
  EXPECT_TRUE(validate(program).ok());
}

}  // namespace
}  // namespace pinprick::harness
