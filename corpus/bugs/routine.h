// The least coroutine type that the rows of "Coroutine lifetimes" need: it begins when it is first
// resumed, yields numbers, and belongs to a Routine that destroys it. A Routine moves freely, the
// frame is on the heap.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace pinprick::bugs {

class Routine {
 public:
  struct promise_type {  // NOLINT: the language wants this name
    Routine get_return_object() {
      return Routine(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int yielded) noexcept {
      value = yielded;
      return {};
    }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }

    int value = 0;
  };
  using Handle = std::coroutine_handle<promise_type>;

  Routine() = default;
  Routine(Routine&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Routine& operator=(Routine&& other) noexcept {
    if (this != &other) {
      end();
      handle_ = std::exchange(other.handle_, nullptr);
    }
    return *this;
  }
  ~Routine() { end(); }

  // Whether it could be resumed.
  bool resume() {
    if (!handle_ || handle_.done()) return false;
    handle_.resume();
    return true;
  }
  void end() {
    if (handle_) std::exchange(handle_, nullptr).destroy();
  }
  // The last number it yielded.
  [[nodiscard]] int value() const { return handle_ ? handle_.promise().value : 0; }

  [[nodiscard]] Handle release() { return std::exchange(handle_, nullptr); }

 private:
  explicit Routine(Handle handle) : handle_(handle) {}

  Handle handle_;
};

}  // namespace pinprick::bugs
