#pragma once

// Check a type that can be awaited: a task, or an awaiter.
//
// What it is: `check::awaitable<T, World>(name, make)`, the registration of a T with somebody to
// await it. The call `start` begins a coroutine that says `co_await std::move(task)` (or
// `co_await task`, if that is all that T takes); what the task gives, in the end, is the result.
// What it waits for belongs into the world, and an event completes it.
//
// What it promises: the T lies in the object that programs move, and the coroutine, on the heap,
// has a reference to where it lay when it was started. So the claim is about the T alone: `Unpin`
// says that a task may move while it is awaited, which is true where all of it is a handle of a
// frame; `PinnedAfter{"start"}` that it must not, which is as much as an awaiter claims that is
// known to somebody by its address. Dropped, the coroutine ends first and the T after it, as they
// would in a function that awaits a local. It is awaited once, whatever the programs do.
//
// What breaks it: a task that resumes its awaiter at a time when nothing was asked of it, from
// another thread say.
//
// Example:
//
//     struct Answer {
//       bool await_ready() const { return true; }
//       void await_suspend(std::coroutine_handle<>) const {}
//       int await_resume() const { return 42; }
//     };
//
//     int main() {
//       pinprick::check::awaitable<Answer>("Answer").claims(pinprick::check::Unpin(),
//                                                           pinprick::check::Cancellable());
//     }

#include <coroutine>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include "pinprick/check.h"
#include "pinprick/check/made.h"

namespace pinprick::check {

namespace internal {

template <class T>
concept Awaiter = requires(std::remove_reference_t<T>& awaiter) {
  awaiter.await_ready();
  awaiter.await_resume();
};
template <class T>
concept AwaitableByMember = requires(T&& task) { std::forward<T>(task).operator co_await(); };
template <class T>
concept AwaitableByFunction = requires(T&& task) { operator co_await(std::forward<T>(task)); };
template <class T>
concept Awaitable = Awaiter<T> || AwaitableByMember<T> || AwaitableByFunction<T>;

// As co_await would find it, but to be asked what it gives.
template <class T>
decltype(auto) awaiter_of(T&& task) {
  if constexpr (AwaitableByMember<T>) {
    return std::forward<T>(task).operator co_await();
  } else if constexpr (AwaitableByFunction<T>) {
    return operator co_await(std::forward<T>(task));
  } else {
    return std::forward<T>(task);
  }
}

// The coroutine that awaits, and what it was given.
class Driver {
 public:
  struct promise_type {  // NOLINT: the language wants this name
    Driver get_return_object() {
      return Driver(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { seen.add(kThrown); }

    Digest seen;
  };

  Driver() = default;
  Driver(Driver&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Driver& operator=(Driver&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Driver() { stop(); }

  void stop() {
    if (handle_) std::exchange(handle_, nullptr).destroy();
  }
  explicit operator bool() const { return handle_ != nullptr; }
  std::uint64_t seen() const { return handle_ ? handle_.promise().seen.value() : 0; }

  static constexpr std::uint64_t kThrown = 2;
  static constexpr std::uint64_t kGiven = 1;

 private:
  explicit Driver(std::coroutine_handle<promise_type> handle) : handle_(handle) {}

  std::coroutine_handle<promise_type> handle_;
};

// So that a coroutine can write into its own promise.
struct GetSeen {
  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<Driver::promise_type> handle) noexcept {
    seen = &handle.promise().seen;
    return false;
  }
  Digest& await_resume() const noexcept { return *seen; }

  Digest* seen = nullptr;
};

// T is T& or T&&: by which of them it can be awaited.
template <class T>
Driver drive(std::remove_reference_t<T>& task) {
  Digest& seen = co_await GetSeen();
  if constexpr (std::is_void_v<decltype(awaiter_of(std::declval<T>()).await_resume())>) {
    co_await static_cast<T>(task);
  } else {
    auto&& given = co_await static_cast<T>(task);
    digest(given, seen);
  }
  seen.add(Driver::kGiven);
}

}  // namespace internal

// A task and who awaits it.
template <class T>
class Awaiting {
  static_assert(internal::Awaitable<T&&> || internal::Awaitable<T&>,
                "pinprick::check: co_await takes no such type; awaitable() is for tasks and "
                "awaiters");

 public:
  template <internal::Makes<T> F>
  explicit Awaiting(F make) : task_(make()) {}
  Awaiting(Awaiting&&) = default;
  // What is awaited is not assigned to before its awaiter has gone.
  Awaiting& operator=(Awaiting&& other) noexcept(std::is_nothrow_move_assignable_v<T>)
    requires std::is_move_assignable_v<T>
  {
    driver_.stop();
    task_ = std::move(other.task_);
    driver_ = std::move(other.driver_);
    return *this;
  }

  void start() {
    if (driver_) return;
    driver_ = internal::drive<std::conditional_t<internal::Awaitable<T&&>, T&&, T&>>(task_);
  }
  // Of what the task gave; 0 before it was started.
  std::uint64_t result() const { return driver_.seen(); }

  const T& task() const { return task_; }

 private:
  T task_;
  internal::Driver driver_;  // ends first
};

// `make`, if given, is as that of Type<T, World>: T f(World&, ...) or T f(...).
template <class T, class World = NoWorld, class... Make>
  requires(sizeof...(Make) <= 1)
Type<Awaiting<T>, World> awaitable(std::string name, Make... make) {
  Type<Awaiting<T>, World> type(std::move(name));
  type.make(internal::wrapped<Awaiting<T>>(internal::make_of<T, World>(std::move(make)...)));
  type.call("start", &Awaiting<T>::start).result(&Awaiting<T>::result);
  return type;
}

}  // namespace pinprick::check
