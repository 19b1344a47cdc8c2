#include "pinprick/stream/futures_unordered.h"

#include <array>
#include <stdexcept>
#include <vector>

#include "pinprick/future/example.h"
#include "pinprick/future/yield_n.h"
#include "tests/futures/kit.h"

namespace pinprick {
namespace {

using tests::Counter;
using tests::Log;
using tests::Logged;

static_assert(Stream<FuturesUnordered<Example>>);
static_assert(Stream<LocalFuturesUnordered<Example>>);
static_assert(Unpin<FuturesUnordered<Example>>);
static_assert(sizeof(FuturesUnordered<Example>) == sizeof(void*));

// Pending until its cell is set; logs its polls and its end, and leaves its waker in the cell.
struct UnorderedCell {
  Waker waker = Waker::noop();
  bool is_set = false;
  bool throws = false;
};
class UnorderedWait {
 public:
  using Output = int;

  UnorderedWait(Log& log, int name, UnorderedCell& cell) : log_(&log), name_(name), cell_(&cell) {}
  UnorderedWait(UnorderedWait&& other) noexcept
      : log_(std::exchange(other.log_, nullptr)), name_(other.name_), cell_(other.cell_) {}
  UnorderedWait& operator=(UnorderedWait&&) = delete;
  ~UnorderedWait() { say("dropped"); }

  static Poll<int> poll(Pin<UnorderedWait&> self, Context& cx) {
    UnorderedWait& me = self.get_unchecked_mut(Unsafe("nothing is moved"));
    me.say("polled");
    if (me.cell_->throws) throw std::runtime_error("child");
    if (me.cell_->is_set) return Poll<int>::ready(me.name_);
    if (!me.cell_->waker.will_wake(cx.waker())) me.cell_->waker = cx.waker().clone();
    return kPending;
  }

 private:
  void say(const std::string& what) {
    if (log_ != nullptr) log_->push_back(std::to_string(name_) + " " + what);
  }

  Log* log_;
  int name_;
  UnorderedCell* cell_;
  [[no_unique_address]] PhantomPinned pinned_;
};

template <class Set>
class FuturesUnorderedTest : public testing::Test {
 public:
  using Cells = std::array<UnorderedCell, 4>;

  // One poll: what came of it; -1 for Pending, -2 for the end.
  int poll() {
    const Waker waker = parent.waker();
    Context cx(waker);
    auto answer = Pin<Set&>::make(set).poll_next(cx);
    if (answer.is_pending()) return -1;
    return std::move(answer).value().value_or(-2);
  }
  void push(int n) {
    for (int i = 0; i < n; ++i) set.push(UnorderedWait(log, i, cells[i]));
  }
  Log take_log() { return std::exchange(log, {}); }
  int take_wakes() { return std::exchange(parent->wakes, 0); }

  Log log;
  WakeRef<Counter> parent = WakeRef<Counter>::make();
  Cells cells;
  Set set;
};
using BothSets =
    testing::Types<FuturesUnordered<UnorderedWait>, LocalFuturesUnordered<UnorderedWait>>;
TYPED_TEST_SUITE(FuturesUnorderedTest, BothSets, );

TYPED_TEST(FuturesUnorderedTest, PollsOnlyWhoWasWokenInTheOrderOfTheWakes) {
  this->push(4);
  EXPECT_EQ(this->poll(), -1);
  EXPECT_EQ(this->take_log(), Log({"0 polled", "1 polled", "2 polled", "3 polled"}));
  EXPECT_EQ(this->poll(), -1);
  EXPECT_EQ(this->take_log(), Log());
  for (const int i : {2, 0, 2, 3}) this->cells[i].waker.wake_by_ref();
  EXPECT_EQ(this->take_wakes(), 1);
  this->cells[3].is_set = true;
  EXPECT_EQ(this->poll(), 3);
  EXPECT_EQ(this->take_log(), Log({"2 polled", "0 polled", "3 polled", "3 dropped"}));
  EXPECT_EQ(this->set.len(), 3U);
}

TYPED_TEST(FuturesUnorderedTest, AnswersOneAtATimeAndEnds) {
  this->push(2);
  this->cells[0].is_set = this->cells[1].is_set = true;
  EXPECT_EQ(this->poll(), 0);
  EXPECT_EQ(this->take_log(), Log({"0 polled", "0 dropped"}));
  EXPECT_EQ(this->poll(), 1);
  EXPECT_TRUE(this->set.is_empty());
  EXPECT_EQ(this->poll(), -2);
  EXPECT_EQ(this->poll(), -2);
  this->push(1);
  EXPECT_EQ(this->poll(), 0);
  EXPECT_EQ(this->poll(), -2);
  EXPECT_EQ(this->take_wakes(), 0);
}

TYPED_TEST(FuturesUnorderedTest, ANewOneComesBehindThoseThatWereWoken) {
  this->push(2);
  EXPECT_EQ(this->poll(), -1);
  this->take_log();
  this->cells[1].waker.wake_by_ref();
  this->set.push(UnorderedWait(this->log, 2, this->cells[2]));
  this->cells[0].waker.wake_by_ref();
  EXPECT_EQ(this->poll(), -1);
  EXPECT_EQ(this->take_log(), Log({"1 polled", "2 polled", "0 polled"}));
}

TYPED_TEST(FuturesUnorderedTest, APushLeavesTheParentToBeWoken) {
  this->push(1);
  EXPECT_EQ(this->poll(), -1);
  this->set.push(UnorderedWait(this->log, 1, this->cells[1]));
  EXPECT_EQ(this->take_wakes(), 0);
  this->cells[0].waker.wake_by_ref();
  EXPECT_EQ(this->take_wakes(), 1);
}

TYPED_TEST(FuturesUnorderedTest, WakesTheParentOnceAndTheLatestOne) {
  this->push(3);
  EXPECT_EQ(this->poll(), -1);
  auto first = std::exchange(this->parent, WakeRef<Counter>::make());
  EXPECT_EQ(this->poll(), -1);
  for (UnorderedCell& cell : this->cells) cell.waker.wake_by_ref();
  EXPECT_EQ(first->wakes, 0);
  EXPECT_EQ(this->take_wakes(), 1);
  EXPECT_EQ(this->poll(), -1);
  this->cells[0].waker.wake_by_ref();
  EXPECT_EQ(this->take_wakes(), 1);
}

TYPED_TEST(FuturesUnorderedTest, KeepsNoWakerOfAParentThatIsGone) {
  bool died = false;
  this->parent = WakeRef<Counter>::make(&died);
  this->push(1);
  EXPECT_EQ(this->poll(), -1);
  this->parent = WakeRef<Counter>::make();
  EXPECT_FALSE(died);
  EXPECT_EQ(this->poll(), -1);
  EXPECT_TRUE(died);
  died = false;
  this->parent = WakeRef<Counter>::make(&died);
  EXPECT_EQ(this->poll(), -1);
  this->parent = WakeRef<Counter>::make();
  this->set = TypeParam();  // though the waker of the child lives on
  EXPECT_TRUE(died);
}

TYPED_TEST(FuturesUnorderedTest, DropsWhatIsLeftInTheOrderOfThePushes) {
  this->push(4);
  this->cells[1].is_set = true;
  EXPECT_EQ(this->poll(), 1);
  this->take_log();
  this->set = TypeParam();
  EXPECT_EQ(this->take_log(), Log({"0 dropped", "2 dropped", "3 dropped"}));
  EXPECT_TRUE(this->set.is_empty());
}

TYPED_TEST(FuturesUnorderedTest, WakersOutliveTheirFutureAndTheSet) {
  this->push(3);
  EXPECT_EQ(this->poll(), -1);
  this->cells[0].is_set = true;
  this->cells[0].waker.wake_by_ref();
  EXPECT_EQ(this->poll(), 0);
  const Waker late = this->cells[0].waker.clone();
  late.wake_by_ref();
  EXPECT_EQ(this->take_wakes(), 1);  // for the wake before the poll
  this->take_log();
  EXPECT_EQ(this->poll(), -1);
  EXPECT_EQ(this->take_log(), Log());
  this->cells[1].waker.wake_by_ref();  // queued when the set goes
  this->set = TypeParam();
  late.wake_by_ref();
  this->cells[1].waker.wake_by_ref();
  std::move(this->cells[2].waker).wake();
  EXPECT_EQ(this->take_wakes(), 1);
}

TYPED_TEST(FuturesUnorderedTest, MovesFreely) {
  this->push(2);
  EXPECT_EQ(this->poll(), -1);
  TypeParam moved = std::move(this->set);
  EXPECT_EQ(this->poll(), -2);  // NOLINT(bugprone-use-after-move): empty, as promised
  this->cells[1].is_set = true;
  this->cells[1].waker.wake_by_ref();
  EXPECT_EQ(this->take_wakes(), 1);
  this->push(1);
  this->set = std::move(moved);
  EXPECT_EQ(this->poll(), 1);
}

TYPED_TEST(FuturesUnorderedTest, AThrowingFutureIsDroppedAlone) {
  this->push(3);
  EXPECT_EQ(this->poll(), -1);
  this->take_log();
  this->cells[1].throws = this->cells[0].is_set = true;
  for (const int i : {1, 0}) this->cells[i].waker.wake_by_ref();
  EXPECT_THROW(this->poll(), std::runtime_error);
  EXPECT_EQ(this->take_log(), Log({"1 polled", "1 dropped"}));
  EXPECT_EQ(this->set.len(), 2U);
  EXPECT_EQ(this->poll(), 0);
  this->cells[1].waker.wake_by_ref();
  EXPECT_EQ(this->poll(), -1);
}

TEST(FuturesUnordered, AWakeDuringThePollCountsForTheSamePollOrTheNext) {
  Log log;
  FuturesUnordered<Logged> set;
  set.push(Logged(log, "a", 9, 1));
  set.push(Logged(log, "b", 0, 2));
  const auto parent = WakeRef<Counter>::make();
  const Waker waker = parent.waker();
  Context cx(waker);
  auto pin = Pin<FuturesUnordered<Logged>&>::make(set);
  // Both were woken before; b is ready, so nobody need be told of a.
  EXPECT_EQ(pin.poll_next(cx).value(), 2);
  EXPECT_EQ(parent->wakes, 0);
  log.clear();
  // The second turn of a, after the task's waker was left: the next poll is asked for by its wake.
  EXPECT_TRUE(pin.poll_next(cx).is_pending());
  EXPECT_EQ(log, Log({"a pending"}));
  EXPECT_EQ(parent->wakes, 1);
  set.push(Logged(log, "c", 9, 3));
  log.clear();
  EXPECT_TRUE(pin.poll_next(cx).is_pending());
  EXPECT_EQ(log, Log({"a pending", "c pending", "a pending", "c pending"}));
  EXPECT_EQ(parent->wakes, 2);
}

TEST(FuturesUnordered, AllocatesOncePerFutureAndForNoWake) {
  FuturesUnordered<YieldN<int>> set;
  set.push(yield_n(1, 1));
  const tests::HeapCount heap;
  for (int i = 0; i < 10; ++i) set.push(yield_n(3, 1));
  EXPECT_EQ(heap.count(), 10U);
  int sum = 0;
  const Waker waker = Waker::noop();
  Context cx(waker);
  auto pin = Pin<FuturesUnordered<YieldN<int>>&>::make(set);
  while (!set.is_empty()) {
    auto answer = pin.poll_next(cx);
    if (answer.is_ready()) sum += *answer.value();
  }
  EXPECT_EQ(sum, 11);
  EXPECT_EQ(heap.count(), 10U);
}

TEST(FuturesUnordered, NeverMovesAFutureAfterThePush) {
  FuturesUnordered<Example> set;
  for (int i = 0; i < 20; ++i) set.push(example(8, 1));
  const Waker waker = Waker::noop();
  Context cx(waker);
  int ready = 0;
  while (!set.is_empty()) {
    FuturesUnordered<Example> moved = std::move(set);
    auto answer = Pin<FuturesUnordered<Example>&>::make(moved).poll_next(cx);
    if (answer.is_ready()) {
      EXPECT_EQ(answer.value(), 37);
      ++ready;
    }
    set = std::move(moved);
  }
  EXPECT_EQ(ready, 20);
}

// A parent that polls the set from inside of its wake.
TEST(FuturesUnordered, TheParentMayPollAtOnce) {
  Log log;
  std::array<UnorderedCell, 2> cells;
  using Set = FuturesUnordered<UnorderedWait>;
  Set set;
  struct Eager : Wake {
    void wake() override {
      const Waker waker = Waker::noop();
      Context cx(waker);
      if (set == nullptr) return;
      EXPECT_EQ(Pin<Set&>::make(*set).poll_next(cx).value(), 1);
    }
    Set* set = nullptr;
  };
  const auto eager = WakeRef<Eager>::make();
  for (int i = 0; i < 2; ++i) set.push(UnorderedWait(log, i, cells[i]));
  const Waker waker = eager.waker();
  Context cx(waker);
  EXPECT_TRUE(Pin<Set&>::make(set).poll_next(cx).is_pending());
  eager->set = &set;
  cells[1].is_set = true;
  cells[1].waker.wake_by_ref();
  EXPECT_EQ(set.len(), 1U);
  // And it may destroy it.
  struct Killer : Wake {
    void wake() override { set = Set(); }
    Set set;
  };
  const auto killer = WakeRef<Killer>::make();
  killer->set = std::move(set);
  const Waker last = killer.waker();
  Context last_cx(last);
  EXPECT_TRUE(Pin<Set&>::make(killer->set).poll_next(last_cx).is_pending());
  log.clear();
  cells[0].waker.wake_by_ref();
  EXPECT_EQ(log, Log({"0 dropped"}));
}

}  // namespace
}  // namespace pinprick
