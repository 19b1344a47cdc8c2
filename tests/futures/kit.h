#pragma once

// What the tests of the futures share.
//
// What it is: a future that writes down what happens to it, a waker that counts, a counter of
// allocations, and an assertion about panics.
//
// What it promises: nothing beyond the tests.
//
// What breaks it: counting allocations in two places at once.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "pinprick/future.h"
#include "pinprick/wake.h"

// The sanitizers' own; g++ ships the function, but not the header that declares it.
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(const volatile void*,
                                                                             std::size_t),
                                                         void (*free_hook)(const volatile void*));

namespace pinprick::tests {

using Log = std::vector<std::string>;

// Pending `n` times, then ready with `value`; logs its polls, its answer and its destruction. Only
// the object that holds the name logs, a moved-from one is silent.
class Logged {
 public:
  using Output = std::int64_t;

  Logged(Log& log, std::string name, std::size_t n, std::int64_t value)
      : log_(&log), name_(std::move(name)), left_(n), value_(value) {}
  Logged(Logged&& other) noexcept
      : log_(std::exchange(other.log_, nullptr)),
        name_(std::move(other.name_)),
        left_(other.left_),
        value_(other.value_) {}
  Logged(const Logged&) = delete;
  Logged& operator=(const Logged&) = delete;
  ~Logged() { say("dropped"); }

  static Poll<Output> poll(Pin<Logged&> self, Context& cx) {
    Logged& me = self.get_unchecked_mut(Unsafe("nothing is moved"));
    if (me.left_ > 0) {
      --me.left_;
      me.say("pending");
      cx.waker().wake_by_ref();
      return kPending;
    }
    me.say("ready");
    return Poll<Output>::ready(me.value_);
  }

 private:
  void say(const char* what) const {
    if (log_ != nullptr) log_->push_back(name_ + " " + what);
  }

  Log* log_;
  std::string name_;
  std::size_t left_;
  std::int64_t value_;
  [[no_unique_address]] PhantomPinned pinned_;
};

// Counts its wakes.
class Counter : public Wake {
 public:
  explicit Counter(bool* died = nullptr) : died_(died) {}
  ~Counter() override {
    if (died_ != nullptr) *died_ = true;
  }
  void wake() override { ++wakes; }

  int wakes = 0;

 private:
  bool* died_;
};

// Counts the allocations made while it lives, of whatever kind.
class HeapCount {
 public:
  HeapCount() {
    static const int installed = __sanitizer_install_malloc_and_free_hooks(
        [](const volatile void*, std::size_t) { total().fetch_add(1, std::memory_order_relaxed); },
        [](const volatile void*) {});
    // Without the hook every count would be a flattering zero.
    EXPECT_GT(installed, 0);
    start_ = total();
  }
  [[nodiscard]] std::size_t count() const { return total() - start_; }

 private:
  static std::atomic<std::size_t>& total() {
    static std::atomic<std::size_t> total = 0;
    return total;
  }

  std::size_t start_ = 0;
};

// Expects `act` to panic for `reason`, naming `who`.
template <class Act>
void expect_panic(PanicReason reason, const std::string& who, Act act) {
  try {
    act();
  } catch (const Panic& panic) {
    EXPECT_EQ(panic.reason(), reason) << panic.what();
    EXPECT_EQ(panic.who(), who);
    EXPECT_NE(std::string(panic.what()).find("`" + who + "`"), std::string::npos);
    return;
  }
  ADD_FAILURE() << who << " did not panic";
}

// Polls until ready, at most `limit` times; says how many polls it took.
template <class P>
std::pair<typename P::Output, int> drive(P& future, int limit = 100) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  for (int polls = 1; polls <= limit; ++polls) {
    auto answer = future.poll(cx);
    if (answer.is_ready()) return {std::move(answer).value(), polls};
  }
  throw Panic(PanicReason::kStalled, "drive");
}

}  // namespace pinprick::tests
