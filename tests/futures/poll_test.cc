#include "pinprick/poll.h"

#include <memory>
#include <string>

#include "tests/futures/kit.h"

namespace pinprick {
namespace {

TEST(Poll, HoldsAValueThatOnlyMoves) {
  auto answer = Poll<std::unique_ptr<int>>::ready(std::make_unique<int>(1));
  EXPECT_TRUE(answer.is_ready());
  EXPECT_EQ(*answer.value(), 1);
  EXPECT_EQ(*std::move(answer).value(), 1);
}

TEST(Poll, PendingHasNoValue) {
  Poll<int> answer = kPending;
  EXPECT_TRUE(answer.is_pending());
  tests::expect_panic(PanicReason::kNotReady, "Poll", [&] { (void)answer.value(); });
}

TEST(Poll, MapsOnlyWhatIsReady) {
  auto text = [](int n) { return std::to_string(n); };
  EXPECT_EQ(Poll<int>::ready(7).map(text), Poll<std::string>::ready("7"));
  EXPECT_EQ(Poll<int>::pending().map(text), Poll<std::string>::pending());
}

TEST(Panic, ReadsLikeRusts) {
  EXPECT_STREQ(Panic(PanicReason::kPolledAfterReady, "Map").what(),
               "`Map` must not be polled after it returned `Poll::Ready`");
}

}  // namespace
}  // namespace pinprick
