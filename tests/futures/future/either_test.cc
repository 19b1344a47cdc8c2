#include "pinprick/future/either.h"

#include <memory>
#include <stdexcept>
#include <string>

#include "pinprick/box.h"
#include "pinprick/future/example.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/yield_n.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::drive;
using tests::expect_panic;
using tests::Log;
using tests::Logged;

using IntOrText = Either<int, std::string>;

TEST(Either, IsOneOfTheTwo) {
  auto left = IntOrText::of_left(3);
  EXPECT_TRUE(left.is_left());
  EXPECT_FALSE(left.is_right());
  EXPECT_EQ(left.left(), 3);
  left.left() = 4;
  EXPECT_EQ(std::as_const(left).left(), 4);
  auto right = IntOrText::of_right("three");
  EXPECT_FALSE(right.is_left());
  EXPECT_TRUE(right.is_right());
  right.right() += "!";
  EXPECT_EQ(std::as_const(right).right(), "three!");
  EXPECT_EQ(std::move(right).right(), "three!");
}

TEST(Either, AsksForTheOtherOneByName) {
  auto left = IntOrText::of_left(3);
  auto right = IntOrText::of_right("three");
  expect_panic(PanicReason::kNotReady, "Either", [&] { (void)left.right(); });
  expect_panic(PanicReason::kNotReady, "Either", [&] { (void)std::as_const(left).right(); });
  expect_panic(PanicReason::kNotReady, "Either", [&] { (void)std::move(left).right(); });
  expect_panic(PanicReason::kNotReady, "Either", [&] { (void)right.left(); });
  expect_panic(PanicReason::kNotReady, "Either", [&] { (void)std::as_const(right).left(); });
  expect_panic(PanicReason::kNotReady, "Either", [&] { (void)std::move(right).left(); });
}

TEST(Either, CopiesAssignsAndCompares) {
  const auto left = IntOrText::of_left(3);
  auto other = left;
  EXPECT_EQ(other, left);
  other = IntOrText::of_right("three");
  EXPECT_NE(other, left);
  EXPECT_EQ(other, IntOrText::of_right("three"));
  other = left;
  EXPECT_EQ(other, left);
  EXPECT_NE((Either<int, int>::of_left(1)), (Either<int, int>::of_right(1)));
}

TEST(Either, IsNoFutureUnlessBothAreOfOneOutput) {
  static_assert(Future<Either<Simple, Example>>);
  static_assert(Future<Either<Simple, Either<Example, Logged>>>);
  static_assert(!Future<IntOrText>);
  static_assert(!Future<Either<Simple, int>>);
  static_assert(!Future<Either<Ready<int>, Ready<std::string>>>);
}

TEST(Either, IsUnpinWhenBothAre) {
  static_assert(Unpin<IntOrText> && Unpin<Either<Simple, Ready<Example>>>);
  static_assert(!Unpin<Either<Simple, Example>> && !Unpin<Either<Example, Simple>>);
}

TEST(Either, IsAsBigAsTheBiggerOneAndATag) {
  static_assert(sizeof(Either<int, int>) == 2 * sizeof(int));
  static_assert(sizeof(Either<Simple, Example>) == sizeof(Example) + sizeof(void*));
}

TEST(Either, PollsTheOneInsideAndKeepsIt) {
  using Two = Either<Logged, YieldN<std::int64_t>>;
  Log log;
  {
    auto future = Box<Two>::pin(Two::of_left(Logged(log, "a", 1, 5)));
    EXPECT_EQ(drive(future), std::pair(std::int64_t{5}, 2));
    EXPECT_EQ(log, Log({"a pending", "a ready"}));
    log.clear();
  }
  EXPECT_EQ(log, Log({"a dropped"}));
  auto future = Box<Two>::pin(Two::of_right(yield_n(2, std::int64_t{6})));
  EXPECT_EQ(drive(future), std::pair(std::int64_t{6}, 3));
  expect_panic(PanicReason::kPolledAfterReady, "YieldN", [&] { (void)drive(future); });
}

TEST(Either, DroppedWhilePendingDropsTheOneInside) {
  using Two = Either<Simple, Logged>;
  Log log;
  {
    auto future = Box<Two>::pin(Two::of_right(Logged(log, "b", 3, 5)));
    const Waker waker = Waker::noop();
    Context cx(waker);
    EXPECT_TRUE(future.poll(cx).is_pending());
  }
  EXPECT_EQ(log, Log({"b pending", "b dropped"}));
}

TEST(Either, TakesTheOtherSideWhereTheOldOneCannotBeAssigned) {
  using Two = Either<Logged, Simple>;
  Log log;
  auto either = Two::of_left(Logged(log, "a", 0, 5));
  either = Two::of_right(simple(0, 6));
  EXPECT_EQ(log, Log({"a dropped"}));
  either = Two::of_left(Logged(log, "b", 0, 7));
  EXPECT_TRUE(either.is_left());
  auto future = Box<Two>::pin(std::move(either));
  EXPECT_EQ(drive(future).first, 7);
}

// Moves into its Either, and throws when it is moved on.
class MovedOnce {
 public:
  using Output = std::int64_t;
  MovedOnce() = default;
  MovedOnce(MovedOnce&& other) : moves_(other.moves_ + 1) {
    if (moves_ > 1) throw std::runtime_error("moved");
  }
  static Poll<Output> poll(Pin<MovedOnce&>, Context&) { return Poll<Output>::ready(1); }

 private:
  int moves_ = 0;
};

TEST(Either, IsEmptyWhenAnAssignmentThrew) {
  using Two = Either<Simple, MovedOnce>;
  auto source = Two::of_right(MovedOnce());
  auto target = Two::of_left(simple(0, 6));
  EXPECT_THROW(target = std::move(source), std::runtime_error);
  EXPECT_FALSE(target.is_left() || target.is_right());
  expect_panic(PanicReason::kNotReady, "Either", [&] { (void)target.left(); });
  auto pin = Pin<Two&>::new_unchecked(target, Unsafe("a local that does not move"));
  expect_panic(PanicReason::kEmpty, "Either", [&] { (void)drive(pin); });
}

TEST(Either, AllocatesNothing) {
  using Two = Either<Simple, Example>;
  const tests::HeapCount heap;
  auto either = Two::of_right(example(8, 1));
  auto future = Pin<Two&>::new_unchecked(either, Unsafe("a local that does not move"));
  EXPECT_EQ(drive(future).first, 37);
  EXPECT_EQ(heap.count(), 0U);
}

}  // namespace
}  // namespace pinprick
