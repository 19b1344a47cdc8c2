#pragma once

// The rival that every C++ programmer can write: coroutines on the heap.
//
// What it is: `Task<T>`, a lazy coroutine in the common shape: its frame comes from operator new,
// co_await of it starts it by symmetric transfer, and its end goes on, likewise, with who awaits
// it. And `RunQueue`, a queue of coroutines that may go on.
//
// What it promises: as little as is needed. One thread; no cancellation, no wakers.
//
// What breaks it: an exception, which ends the process.

#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

namespace pinprick::bench {

template <class T>
class Task {
 public:
  class promise_type {
   public:
    Task get_return_object() noexcept {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    auto final_suspend() const noexcept {
      struct Last {
        bool await_ready() const noexcept { return false; }
        std::coroutine_handle<> await_suspend(
            std::coroutine_handle<promise_type> ended) const noexcept {
          return ended.promise().continuation;
        }
        void await_resume() const noexcept {}
      };
      return Last{};
    }
    void return_value(T value) noexcept { result = std::move(value); }
    [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }

    std::coroutine_handle<> continuation = std::noop_coroutine();
    std::optional<T> result;
  };

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  [[nodiscard]] std::coroutine_handle<> handle() const noexcept { return handle_; }
  [[nodiscard]] bool is_done() const noexcept { return handle_.done(); }
  [[nodiscard]] T& result() const noexcept { return *handle_.promise().result; }

  auto operator co_await() const noexcept {
    struct Start {
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) const noexcept {
        handle.promise().continuation = awaiting;
        return handle;
      }
      T await_resume() const noexcept { return *std::move(handle.promise().result); }

      std::coroutine_handle<promise_type> handle;
    };
    return Start{handle_};
  }

 private:
  explicit Task(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}

  std::coroutine_handle<promise_type> handle_;
};

// A place in a frame, by which a suspended coroutine hangs in a queue.
struct Suspended {
  std::coroutine_handle<> handle;
  Suspended* next = nullptr;
};

class RunQueue {
 public:
  void push(Suspended& suspended) noexcept {
    suspended.next = nullptr;
    (last_ == nullptr ? first_ : last_->next) = &suspended;
    last_ = &suspended;
  }

  // Resumes until nobody is queued.
  void run() {
    while (Suspended* const suspended = pop()) suspended->handle.resume();
  }

  // Goes to the end of the queue.
  auto yield() noexcept {
    struct Yield {
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> handle) noexcept {
        suspended.handle = handle;
        queue.push(suspended);
      }
      void await_resume() const noexcept {}

      RunQueue& queue;
      Suspended suspended;
    };
    return Yield{*this, {}};
  }

  // The first who waits, no longer queued; null if there is none.
  Suspended* pop() noexcept {
    Suspended* const first = first_;
    if (first == nullptr) return nullptr;
    first_ = first->next;
    if (first_ == nullptr) last_ = nullptr;
    return first;
  }

 private:
  Suspended* first_ = nullptr;
  Suspended* last_ = nullptr;
};

}  // namespace pinprick::bench
