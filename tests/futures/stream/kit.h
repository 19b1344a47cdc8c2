#pragma once

// What the tests of the streams share.
//
// What it is: a stream that follows a script and writes down what happens to it, and a loop that
// polls a stream to its end.
//
// What it promises: nothing beyond the tests.
//
// What breaks it: nothing.

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "pinprick/box.h"
#include "pinprick/stream.h"
#include "tests/futures/kit.h"

namespace pinprick::tests {

// Steps of a script that give no item.
inline constexpr int kWait = -1;
inline constexpr int kThrow = -2;

// Does one step of its script a poll: waits (waking the task), throws, or gives the number that it
// finds there. After the last it ends, and then panics, so that nobody polls it again unnoticed.
class Script {
 public:
  using Item = int;

  Script(Log& log, std::string name, std::vector<int> steps)
      : log_(&log), name_(std::move(name)), steps_(std::move(steps)) {}
  Script(Script&& other) noexcept
      : log_(std::exchange(other.log_, nullptr)),
        name_(std::move(other.name_)),
        steps_(std::move(other.steps_)) {}
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;
  ~Script() { say("dropped"); }

  static PollNext<int> poll_next(Pin<Script&> self, Context& cx) {
    return self.get_unchecked_mut(Unsafe("nothing is moved")).do_next_step(cx);
  }

 private:
  PollNext<int> do_next_step(Context& cx) {
    if (next_ > steps_.size()) panic(PanicReason::kPolledAfterReady, "Script");
    if (next_ == steps_.size()) {
      ++next_;
      say("ends");
      return PollNext<int>::ready(std::nullopt);
    }
    const int step = steps_[next_++];
    if (step == kThrow) {
      say("throws");
      throw std::runtime_error(name_);
    }
    if (step == kWait) {
      say("pending");
      cx.waker().wake_by_ref();
      return kPending;
    }
    say("gives " + std::to_string(step));
    return PollNext<int>::ready(step);
  }

  void say(const std::string& what) const {
    if (log_ != nullptr) log_->push_back(name_ + " " + what);
  }

  Log* log_;
  std::string name_;
  std::vector<int> steps_;
  std::size_t next_ = 0;
  [[no_unique_address]] PhantomPinned pinned_;
};

// One poll of a stream, with nobody to wake.
template <class P>
auto poll_once(P& stream) {
  const Waker waker = Waker::noop();
  Context cx(waker);
  return stream.poll_next(cx);
}

// Polls until the end, at most `limit` times, and gives the items.
template <class P>
std::vector<typename P::Item> drain(P& stream, int limit = 100) {
  std::vector<typename P::Item> items;
  for (int polls = 0; polls < limit; ++polls) {
    auto answer = poll_once(stream);
    if (answer.is_pending()) continue;
    if (!answer.value().has_value()) return items;
    items.push_back(*std::move(answer.value()));
  }
  throw Panic(PanicReason::kStalled, "drain");
}

// Expects that the stream has ended and is fused.
template <class P>
void expect_ended(P& stream) {
  for (int again = 0; again < 3; ++again) {
    auto answer = poll_once(stream);
    EXPECT_TRUE(answer.is_ready() && !answer.value().has_value());
  }
}

}  // namespace pinprick::tests
