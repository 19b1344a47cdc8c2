#include "pinprick/sync/cancellation_token.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "pinprick/executor/block_on.h"
#include "pinprick/pin_local.h"
#include "tests/futures/kit.h"
#include "tests/futures/sync/waiter.h"

namespace pinprick {
namespace {

using tests::expect_panic;
using tests::HeapCount;
using tests::Log;
using tests::Waiter;

using TokenWaiter = Waiter<LocalCancelled>;

static_assert(Future<Cancelled> && Future<LocalCancelled>);
static_assert(!Unpin<Cancelled> && !Unpin<LocalCancelled>);
static_assert(Unpin<CancellationToken> && Unpin<LocalCancellationToken>);
static_assert(std::is_copy_constructible_v<CancellationToken>);
static_assert(std::is_nothrow_move_constructible_v<CancellationToken>);
static_assert(sizeof(CancellationToken) == sizeof(void*));
static_assert(sizeof(LocalCancelled) <= 40);

TEST(CancellationToken, CopiesShareOneFlag) {
  LocalCancellationToken token;
  LocalCancellationToken copy = token;
  LocalCancellationToken other;
  other = copy;
  EXPECT_FALSE(token.is_cancelled());
  copy.cancel();
  EXPECT_TRUE(token.is_cancelled() && other.is_cancelled());
}

TEST(CancellationToken, WakesAllThatWaitOnce) {
  LocalCancellationToken token;
  TokenWaiter a(token.cancelled());
  TokenWaiter b(token.cancelled());
  TokenWaiter is_new(token.cancelled());
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  token.cancel();
  token.cancel();
  EXPECT_EQ(a.wakes(), 1);
  EXPECT_EQ(b.wakes(), 1);
  EXPECT_TRUE(a.poll() && b.poll() && is_new.poll());
}

TEST(CancellationToken, ChildrenAreCancelledWithTheirParentAndNotTheOtherWayRound) {
  LocalCancellationToken root;
  LocalCancellationToken a = root.child_token();
  LocalCancellationToken b = root.child_token();
  LocalCancellationToken aa = a.child_token();
  a.cancel();
  EXPECT_TRUE(a.is_cancelled() && aa.is_cancelled());
  EXPECT_FALSE(root.is_cancelled() || b.is_cancelled());
  EXPECT_TRUE(aa.child_token().is_cancelled());
  root.cancel();
  EXPECT_TRUE(root.is_cancelled() && b.is_cancelled());
}

TEST(CancellationToken, WakesATreeInOrder) {
  Log log;
  LocalCancellationToken root;
  LocalCancellationToken a = root.child_token();
  LocalCancellationToken b = root.child_token();
  LocalCancellationToken c = root.child_token();
  LocalCancellationToken aa = a.child_token();
  LocalCancellationToken ab = a.child_token();
  LocalCancellationToken aaa = aa.child_token();
  std::vector<TokenWaiter> waiters;
  const auto wait = [&](LocalCancellationToken& token, const std::string& name) {
    waiters.emplace_back(token.cancelled(), [&log, name] { log.push_back(name); });
    EXPECT_FALSE(waiters.back().poll());
  };
  wait(c, "c");
  wait(ab, "ab");
  wait(aaa, "aaa");
  wait(aa, "aa");
  wait(b, "b");
  wait(a, "a1");
  wait(root, "root");
  wait(a, "a2");
  b.cancel();
  EXPECT_EQ(log, Log({"b"}));
  root.cancel();
  EXPECT_EQ(log, Log({"b", "root", "a1", "a2", "aa", "aaa", "ab", "c"}));
}

TEST(CancellationToken, CancelStopsAtItsOwnBranch) {
  LocalCancellationToken root;
  LocalCancellationToken a = root.child_token();
  LocalCancellationToken b = root.child_token();
  LocalCancellationToken aa = a.child_token();
  aa.cancel();
  EXPECT_FALSE(a.is_cancelled() || b.is_cancelled() || root.is_cancelled());
}

TEST(CancellationToken, DescendantsOutliveWhatLiesBetween) {
  LocalCancellationToken root;
  std::optional<LocalCancellationToken> middle = root.child_token();
  LocalCancellationToken leaf = middle->child_token();
  middle.reset();
  root.cancel();
  EXPECT_TRUE(leaf.is_cancelled());
}

TEST(CancellationToken, DroppedChildrenLeaveTheirParent) {
  LocalCancellationToken root;
  auto a = std::make_optional(root.child_token());
  auto b = std::make_optional(root.child_token());
  auto c = std::make_optional(root.child_token());
  b.reset();
  a.reset();
  auto d = root.child_token();
  c.reset();
  root.cancel();
  EXPECT_TRUE(d.is_cancelled());
}

TEST(CancellationToken, DroppingAllCancelsNothing) {
  std::optional<LocalCancellationToken> token(std::in_place);
  TokenWaiter a(token->cancelled());
  EXPECT_FALSE(a.poll());
  token.reset();
  EXPECT_EQ(a.wakes(), 0);
  EXPECT_FALSE(a.poll());
}

TEST(CancellationToken, ALongChainEndsWithoutRecursion) {
  LocalCancellationToken leaf;
  const LocalCancellationToken root = leaf;
  for (int i = 0; i < 200'000; ++i) leaf = leaf.child_token();
  root.cancel();
  EXPECT_TRUE(leaf.is_cancelled());
}

// --- Dropped at every moment ---

TEST(TokenCancel, AtEveryMoment) {
  LocalCancellationToken token;
  TokenWaiter unpolled(token.cancelled());
  TokenWaiter waiting(token.cancelled());
  TokenWaiter stays(token.cancelled());
  TokenWaiter told(token.cancelled());
  EXPECT_FALSE(waiting.poll());
  EXPECT_FALSE(stays.poll());
  EXPECT_FALSE(told.poll());
  unpolled.drop();
  waiting.drop();
  token.cancel();
  EXPECT_EQ(waiting.wakes(), 0);
  EXPECT_EQ(told.wakes(), 1);
  told.drop();
  EXPECT_TRUE(stays.poll());
  stays.drop();
}

TEST(TokenCancel, MovedFromHasNothingToUndo) {
  LocalCancellationToken token;
  LocalCancelled first = token.cancelled();
  LocalCancelled second = std::move(first);
  token.cancel();
  block_on(std::move(second));
}

// --- Wakes that interfere ---

TEST(TokenWake, DropsEveryTokenAndFuture) {
  auto root = std::make_optional<LocalCancellationToken>();
  auto child = std::make_optional(root->child_token());
  TokenWaiter b(child->cancelled());
  TokenWaiter a(root->cancelled(), [&] {
    root.reset();
    child.reset();
    b.drop();
    a.drop();
  });
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  root->cancel();
  EXPECT_EQ(b.wakes(), 0);
  EXPECT_FALSE(root.has_value());
}

TEST(TokenWake, SeesAllFlagsSet) {
  LocalCancellationToken root;
  LocalCancellationToken child = root.child_token();
  TokenWaiter b(child.cancelled());
  bool b_was_ready = false;
  TokenWaiter a(root.cancelled(), [&] { b_was_ready = child.is_cancelled() && b.poll(); });
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  root.cancel();
  EXPECT_TRUE(b_was_ready);
  EXPECT_EQ(b.wakes(), 0);
}

TEST(TokenWake, OneThatThrowsKeepsNobodyFromBeingWoken) {
  LocalCancellationToken token;
  TokenWaiter a(token.cancelled(), [] { throw std::runtime_error("no"); });
  TokenWaiter b(token.cancelled());
  EXPECT_FALSE(a.poll());
  EXPECT_FALSE(b.poll());
  EXPECT_THROW(token.cancel(), std::runtime_error);
  EXPECT_EQ(b.wakes(), 1);
}

TEST(CancellationToken, MisusePanicsByName) {
  LocalCancellationToken token;
  const LocalCancellationToken moved = std::move(token);
  expect_panic(PanicReason::kEmpty, "CancellationToken", [&] { token.cancel(); });
  expect_panic(PanicReason::kEmpty, "CancellationToken", [&] { (void)token.is_cancelled(); });
  expect_panic(PanicReason::kEmpty, "CancellationToken", [&] { (void)token.child_token(); });
  expect_panic(PanicReason::kEmpty, "CancellationToken", [&] { (void)token.cancelled(); });
  moved.cancel();
  TokenWaiter a(moved.cancelled());
  EXPECT_TRUE(a.poll());
  expect_panic(PanicReason::kPolledAfterReady, "Cancelled", [&] { (void)a.poll(); });
}

TEST(CancellationToken, AllocatesOncePerFlag) {
  const auto wake = WakeRef<tests::OnWake>::make();
  const Waker waker = wake.waker();
  Context cx(waker);
  const HeapCount heap;
  const CancellationToken token;
  EXPECT_EQ(heap.count(), 1U);
  const CancellationToken child = token.child_token();
  EXPECT_EQ(heap.count(), 2U);
  const CancellationToken copy = child;  // NOLINT: the copy is the point
  auto a = PINPRICK_PIN(copy.cancelled());
  EXPECT_TRUE(a.poll(cx).is_pending());
  token.cancel();
  EXPECT_TRUE(a.poll(cx).is_ready());
  EXPECT_EQ(heap.count(), 2U);
  EXPECT_EQ(wake->wakes, 1);
}

}  // namespace
}  // namespace pinprick
