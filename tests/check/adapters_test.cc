// What the adapters of pinprick/check/ register, without the harness: rows of functions.

#include <gtest/gtest.h>

#include <coroutine>
#include <cstdint>
#include <exception>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "pinprick/check.h"
#include "pinprick/check/awaitable.h"
#include "pinprick/check/coroutine.h"
#include "pinprick/check/poll.h"
#include "pinprick/check/sender.h"
#include "pinprick/future/pending.h"
#include "pinprick/future/yield_now.h"
#include "pinprick/sync/notify.h"
#include "pinprick/unit.h"

namespace pinprick::check::adapters_test {
namespace {

// One of what was registered last, in a world of its own.
class Object {
 public:
  Object() : row_(*registrations().back()), at_(::operator new(row_.size)) {
    row_.make(at_, world_, 0);
  }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  ~Object() {
    row_.destroy(at_);
    ::operator delete(at_);
    row_.end_world(world_);
  }

  void call(const std::string& name) {
    Digest seen;
    for (const CallRow& call : row_.calls) {
      if (call.name == name) return call.run(at_, world_, 0, seen);
    }
    FAIL() << "no call " << name;
  }
  void assign(Object& from) { row_.assign(at_, from.at_); }
  std::uint64_t result() const {
    Digest seen;
    row_.result(at_, seen);
    return seen.value();
  }
  const Registration& row() const { return row_; }

 private:
  const Registration& row_;
  void* world_ = row_.make_world();
  void* at_;
};

std::vector<std::string>& events() {
  static std::vector<std::string> all;
  return all;
}

std::vector<std::string> take_events() { return std::exchange(events(), {}); }

// An awaiter that never gets what it waits for.
struct Forever {
  Forever() = default;
  Forever(Forever&& other) noexcept : name(other.name) {}
  Forever& operator=(Forever&&) noexcept {
    events().emplace_back("assigned");
    return *this;
  }
  ~Forever() { events().emplace_back(name); }

  struct Awaiter {
    Awaiter() { events().emplace_back("awaited"); }
    Awaiter(const Awaiter&) = delete;
    Awaiter& operator=(const Awaiter&) = delete;
    ~Awaiter() { events().emplace_back("let go"); }

    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<>) const {}
    void await_resume() const {}
  };
  Awaiter operator co_await() & { return {}; }

  std::string name = "gone";
};

TEST(AwaitableTest, IsAwaitedOnceAndLetGoFirst) {
  awaitable<Forever>("Forever");
  take_events();
  {
    Object object;
    object.call("start");
    object.call("start");
    EXPECT_EQ(take_events(), std::vector<std::string>{"awaited"});
  }
  EXPECT_EQ(take_events(), (std::vector<std::string>{"let go", "gone"}));
}

TEST(AwaitableTest, WhatIsAssignedToIsLetGoFirst) {
  awaitable<Forever>("Forever");
  Object object;
  Object other;
  object.call("start");
  take_events();
  object.assign(other);
  EXPECT_EQ(take_events(), (std::vector<std::string>{"let go", "assigned"}));
}

struct Throws {
  bool await_ready() const { return true; }
  void await_suspend(std::coroutine_handle<>) const {}
  int await_resume() const { throw std::runtime_error("no"); }
};

template <int kGiven>
struct Gives {
  bool await_ready() const { return true; }
  void await_suspend(std::coroutine_handle<>) const {}
  int await_resume() const { return kGiven; }
};

template <class T>
std::uint64_t result_when_started() {
  awaitable<T>("some");
  Object object;
  object.call("start");
  return object.result();
}

TEST(AwaitableTest, TheResultTellsWhatWasGiven) {
  EXPECT_EQ(result_when_started<Gives<1>>(), result_when_started<Gives<1>>());
  EXPECT_NE(result_when_started<Gives<1>>(), result_when_started<Gives<2>>());
  EXPECT_NE(result_when_started<Gives<2>>(), result_when_started<Throws>());
  EXPECT_NE(result_when_started<Throws>(), result_when_started<Forever>());
}

template <class Answer>
struct Counted {
  Answer poll() {
    ++polls;
    if constexpr (std::is_same_v<Answer, bool>) {
      return polls == 2;
    } else {
      return polls == 2 ? Answer(7) : Answer();
    }
  }
  int polls = 0;
};

template <class Answer>
int polls_of_four() {
  static int polls;
  polled<Counted<Answer>>("Counted", [](Counted<Answer>& counted) {
    const Answer answer = counted.poll();
    polls = counted.polls;
    return answer;
  });
  Object object;
  for (int i = 0; i < 4; ++i) object.call("poll");
  return polls;
}

TEST(PolledTest, WhatIsReadyIsNotPolledAgain) {
  EXPECT_EQ(polls_of_four<bool>(), 2);
  EXPECT_EQ(polls_of_four<std::optional<int>>(), 2);
}

TEST(FutureTest, ClaimsWhatTheLibrarySaysOfIt) {
  future<YieldNow>("YieldNow");
  EXPECT_TRUE(registrations().back()->is_unpin);
  EXPECT_TRUE(registrations().back()->is_cancellable);

  using Notified = decltype(std::declval<LocalNotify&>().notified());
  future<Notified, LocalNotify>("Notified", [](LocalNotify& notify) { return notify.notified(); });
  EXPECT_FALSE(registrations().back()->is_unpin);
  EXPECT_EQ(registrations().back()->pinned_after,
            std::is_move_constructible_v<Notified> ? "poll" : "");
  EXPECT_EQ(registrations().back()->never_moves, !std::is_move_constructible_v<Notified>);
  EXPECT_TRUE(registrations().back()->is_cancellable);
}

TEST(FutureTest, TheResultTellsOfAnswersAndWakes) {
  future<YieldNow>("YieldNow");
  Object yielding;
  const std::uint64_t before = yielding.result();
  yielding.call("poll");
  const std::uint64_t woken = yielding.result();
  yielding.call("poll");
  const std::uint64_t ready = yielding.result();
  yielding.call("poll");
  EXPECT_NE(before, woken);
  EXPECT_NE(woken, ready);
  EXPECT_EQ(ready, yielding.result());
}

template <class F>
std::uint64_t result_after_a_poll() {
  future<F>("some");
  Object object;
  object.call("poll");
  return object.result();
}

TEST(FutureTest, AWakeIsSeen) {
  // Both are pending, and one of them has woken somebody.
  EXPECT_NE(result_after_a_poll<YieldNow>(), result_after_a_poll<Pending<Unit>>());
}

// Cannot be moved, and is started by a function.
template <int kCompletions>
struct Op {
  explicit Op(Receiver given) : receiver(given) {}
  Op(Op&&) = delete;
  friend void start(Op& op) {
    for (int i = 0; i < kCompletions; ++i) op.receiver.set_value(i);
  }
  Receiver receiver;
};

template <int kCompletions>
void add_operation() {
  operation("Op", [](NoWorld&, Receiver receiver) { return Op<kCompletions>(receiver); });
}

TEST(OperationTest, IsMadeInPlaceAndStartedOnce) {
  add_operation<1>();
  EXPECT_EQ(registrations().back()->move, nullptr);
  EXPECT_EQ(registrations().back()->pinned_after, "start");
  Object object;
  const std::uint64_t before = object.result();
  object.call("start");
  const std::uint64_t after = object.result();
  EXPECT_NE(before, after);
  object.call("start");
  EXPECT_EQ(after, object.result());
}

TEST(OperationDeathTest, CompletesOnce) {
  add_operation<2>();
  EXPECT_DEATH(Object().call("start"), "the operation has completed its receiver twice");
}

class Twice {
 public:
  struct promise_type {  // NOLINT: the language wants this name
    Twice get_return_object() {
      return Twice(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }
  };

  explicit Twice(std::coroutine_handle<> handle) : frame(handle) {}
  Twice(const Twice&) = delete;
  Twice& operator=(const Twice&) = delete;
  ~Twice() { frame.destroy(); }

  std::coroutine_handle<> frame;
};

Twice twice() {
  events().emplace_back("first");
  co_await std::suspend_always();
  events().emplace_back("second");
}

TEST(CoroutineTest, IsResumedUntilItIsDone) {
  coroutine<Twice>("Twice", [](Twice& owner) { return owner.frame; }).make(twice);
  Object object;
  take_events();
  for (int i = 0; i < 4; ++i) object.call("resume");
  EXPECT_EQ(take_events(), (std::vector<std::string>{"first", "second"}));
}

TEST(CoroutineTest, NothingHappensToAnEmptyHandle) {
  coroutine<int>("Empty", [](int&) { return std::coroutine_handle<>(); });
  Object object;
  object.call("resume");
}

}  // namespace
}  // namespace pinprick::check::adapters_test
