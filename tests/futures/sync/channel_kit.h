#pragma once

// What the tests of the channels share.
//
// What it is: a task that polls by hand and counts its wakes, and a message that writes down its
// end.
//
// What it promises: nothing beyond the tests.
//
// What breaks it: nothing.

#include <functional>
#include <string>
#include <utility>

#include "tests/futures/kit.h"

namespace pinprick::tests {

// Polls what it is given with a waker of its own.
class CountingTask {
 public:
  CountingTask() { target_->died = &died_; }
  CountingTask(const CountingTask&) = delete;
  CountingTask& operator=(const CountingTask&) = delete;
  ~CountingTask() {
    // Wakers may be kept for longer than this.
    if (!ended_) target_->died = nullptr;
  }

  template <class F>
  auto poll(F& future) {
    const Waker waker = target_.waker();
    Context cx(waker);
    return F::poll(pinned(future), cx);
  }
  template <class S>
  auto poll_next(S& stream) {
    const Waker waker = target_.waker();
    Context cx(waker);
    return S::poll_next(pinned(stream), cx);
  }

  [[nodiscard]] int wakes() const { return target_->wakes; }

  // Whether nobody keeps a waker of this task. Ends it.
  [[nodiscard]] bool is_forgotten() {
    ended_ = true;
    {
      const auto last = std::move(target_);
    }
    return died_;
  }

 private:
  struct Target : Wake {
    ~Target() override {
      if (died != nullptr) *died = true;
    }
    void wake() override { ++wakes; }

    int wakes = 0;
    bool* died = nullptr;
  };

  template <class T>
  static Pin<T&> pinned(T& object) {
    return Pin<T&>::new_unchecked(object, Unsafe("the tests do not move what they have polled"));
  }

  bool died_ = false;
  bool ended_ = false;
  WakeRef<Target> target_ = WakeRef<Target>::make();
};

// Whoever drops its last waker makes it do something: under a lock it would wait for that for ever.
class LastWords : public Wake {
 public:
  explicit LastWords(std::function<void()> words) : words_(std::move(words)) {}
  ~LastWords() override { words_(); }
  void wake() override {}

 private:
  std::function<void()> words_;
};

// Polls with a waker of a task that has `words` to say when the last of its wakers goes.
template <class F>
auto poll_with_last_words(F& future, std::function<void()> words) {
  const Waker waker = WakeRef<LastWords>::make(std::move(words)).waker();
  Context cx(waker);
  return F::poll(Pin<F&>::new_unchecked(future, Unsafe("the tests do not move it afterwards")), cx);
}

// Writes down when it is destroyed, unless it was moved from.
class Token {
 public:
  Token(Log& log, std::string name) : log_(&log), name_(std::move(name)) {}
  Token(Token&& other) noexcept
      : log_(std::exchange(other.log_, nullptr)), name_(std::move(other.name_)) {}
  Token& operator=(Token&& other) noexcept {
    Token old(std::move(*this));
    log_ = std::exchange(other.log_, nullptr);
    name_ = std::move(other.name_);
    return *this;
  }
  ~Token() {
    if (log_ != nullptr) log_->push_back(name_ + " dropped");
  }

  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  Log* log_;
  std::string name_;
};

}  // namespace pinprick::tests
