#pragma once

// The machinery of coroutines that await futures.
//
// What it is: where a frame is put (`FrameRequest`), what a coroutine does when it awaits
// (`Awaiter`), and how a chain of coroutines that await one another is resumed (`CoLink`). What it
// is for stands in async.h.
//
// What it promises: nobody allocates. One poll of a chain polls the innermost future at once,
// however many coroutines lie in between; when that is ready, they go on one after another in a
// loop, not one inside another, so that neither the depth of a chain nor the length of a loop that
// awaits what is ready costs stack. What this machinery keeps of places within a frame it keeps as
// distances, so that it adds no pointer of its own to those that go stale when a frame is moved.
// (A compiler may: within one expression clang keeps addresses across an await.)
//
// What breaks it: nothing beyond what async.h says.

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

#include "pinprick/future.h"
#include "pinprick/unit.h"

namespace pinprick {

template <class T>
class Co;

namespace internal {

template <class T>
inline constexpr bool kIsCo = false;
template <class T>
inline constexpr bool kIsCo<Co<T>> = true;

// A pointer to what lies in the same object, as the distance from here to there.
template <class T>
class Nearby {
 public:
  Nearby() noexcept = default;
  explicit Nearby(T* target) noexcept { point_at(target); }
  Nearby(const Nearby&) = delete;
  Nearby& operator=(const Nearby&) = delete;

  void point_at(T* target) noexcept {
    distance_ = reinterpret_cast<std::uintptr_t>(target) - reinterpret_cast<std::uintptr_t>(this);
  }
  [[nodiscard]] T* get() const noexcept {
    return reinterpret_cast<T*>(reinterpret_cast<std::uintptr_t>(this) + distance_);
  }

 private:
  std::uintptr_t distance_ = 0;
};

// How a frame comes to its place. The function of a coroutine asks for storage before anybody has
// seen the coroutine, so whoever calls the function says beforehand, for the thread, where to put
// the next frame. An argument could say it too, but it would have to stand in the signature of
// every coroutine; and the three shapes (free function, member, lambda) would each have it in
// another position.
//
// The function takes the request before it copies its parameters, so a coroutine that their
// constructors call does not take the place of this one. Constructors that run before may call
// coroutines through futures, whose requests are made and ended in between.
class FrameRequest {
 public:
  FrameRequest(void* place, std::size_t bytes) noexcept
      : place_(place), bytes_(bytes), outer_(std::exchange(open(), this)) {}
  FrameRequest(const FrameRequest&) = delete;
  FrameRequest& operator=(const FrameRequest&) = delete;
  ~FrameRequest() { open() = outer_; }

  // The place for a frame of `size` bytes, or null if there is none so large. Each request is
  // taken once.
  static void* take(std::size_t size) noexcept {
    FrameRequest* request = std::exchange(open(), nullptr);
    if (request == nullptr) return nullptr;
    request->size_ = size;
    return size <= request->bytes_ ? request->place_ : nullptr;
  }

  // How many bytes were asked for; zero if nobody asked.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool is_too_small() const noexcept { return size_ > bytes_; }

 private:
  static FrameRequest*& open() noexcept {
    static thread_local constinit FrameRequest* request = nullptr;
    return request;
  }

  void* place_;
  std::size_t bytes_;
  std::size_t size_ = 0;
  FrameRequest* outer_;
};

// Calls the function of a coroutine. Always out of line, so that it is over, for the optimiser too,
// when anybody else looks at the storage: while it is part of a larger function, clang takes the
// frame for memory that has no other name ("noalias"), and may leave it out altogether where it
// sees its end. What it returns is how the frame gets out.
template <class Fn, class... Args>
[[gnu::noinline]] std::invoke_result_t<Fn&, Args...> call_coroutine(Fn& fn, Args&&... args) {
  return std::invoke(fn, std::forward<Args>(args)...);
}

template <class F, bool kNear>
class Awaiter;

// One coroutine of a chain in which each awaits the next: the part of a promise that does not
// depend on the output. A chain is a ring. Each coroutine knows the one that awaits it, and the
// outermost the innermost, where the next poll begins.
class CoLink {
 public:
  CoLink() noexcept : next_(this) {}
  CoLink(const CoLink&) = delete;
  CoLink& operator=(const CoLink&) = delete;

  // Polls what the innermost coroutine of the chain waits for, and runs the chain on until it waits
  // again (false) or `outermost`, which is this, is at its end (true). It never throws: a coroutine
  // keeps what ended it.
  [[nodiscard]] static bool advance(CoLink& outermost, Context& cx) noexcept {
    CoLink* running = outermost.next_.get();
    for (;;) {
      if (running->poll_again_ != nullptr) {
        if (!running->poll_again_(running->awaited_.get(), cx)) break;
        running->poll_again_ = nullptr;
      }
      running->context_ = &cx;
      const auto handle = std::coroutine_handle<CoLink>::from_promise(*running);
      handle.resume();
      if (handle.done()) {
        if (running == &outermost) return true;
        running = running->next_.get();
      } else if (running->poll_again_ != nullptr) {
        break;
      } else {
        running = static_cast<CoLink*>(running->awaited_.get());
      }
    }
    outermost.next_.point_at(running);
    return false;
  }

  // Of the poll under way.
  [[nodiscard]] Context& context() const noexcept { return *context_; }

  // This coroutine waits for a future, which is polled by `poll_again(awaiter, cx)` until that says
  // that there is an outcome.
  void wait_for_future(void* awaiter, bool (*poll_again)(void*, Context&) noexcept) noexcept {
    awaited_.point_at(awaiter);
    poll_again_ = poll_again;
  }

  // This coroutine waits for the end of `other`, the outermost of a chain of its own until now.
  void wait_for_coroutine(CoLink& other) noexcept {
    awaited_.point_at(other.next_.get());
    other.next_.point_at(this);
  }

  // What `co_await future` does.
  template <class F>
  auto await_transform(F&& future) {
    using Bare = std::remove_reference_t<F>;
    constexpr bool kNear = !std::is_lvalue_reference_v<F>;
    static_assert(!kIsCo<std::remove_const_t<Bare>>,
                  "co_await of a Co: a coroutine has no place of its own; co_await async(fn, "
                  "args...) gives it one");
    static_assert(kIsCo<std::remove_const_t<Bare>> || Future<Bare>,
                  "co_await needs a Future: a type with Output and poll, and not const");
    static_assert(!Future<Bare> || kNear || Unpin<Bare>,
                  "co_await of an lvalue needs Unpin: a future that is not Unpin is awaited where "
                  "it is made, or through a Pin of it");
    if constexpr (Future<Bare> && (kNear || Unpin<Bare>)) {
      return Awaiter<Bare, kNear>(this, std::addressof(future));
    } else {
      return std::suspend_never{};
    }
  }

 private:
  Context* context_ = nullptr;
  // Null while it runs, and while it waits for another coroutine.
  bool (*poll_again_)(void*, Context&) noexcept = nullptr;
  // The awaiter; or the coroutine with which to go on in this one's stead.
  Nearby<void> awaited_;
  Nearby<CoLink> next_;
};

// Nothing yet, a value, or what was thrown instead.
template <class T>
using Outcome = std::variant<std::monostate, T, std::exception_ptr>;

template <class T>
T take(Outcome<T>& outcome) {
  if (outcome.index() == 2) std::rethrow_exception(std::get<2>(std::move(outcome)));
  return std::get<1>(std::move(outcome));
}

// A coroutine that awaits a future. Near is one that lies in the same frame, a temporary; the
// other kind is Unpin and lies anywhere. Nothing is polled before await_ready: g++ 12 makes all
// awaiters of an expression first, those of branches not taken too.
template <class F, bool kNear>
class Awaiter {
 public:
  using Output = typename F::Output;

  Awaiter(CoLink* link, F* future) noexcept : link_(link), future_(future) {}
  Awaiter(const Awaiter&) = delete;
  Awaiter& operator=(const Awaiter&) = delete;

  bool await_ready() {
    CoLink& link = *link_.get();
    if (poll(link.context())) return true;
    link.wait_for_future(this, &poll_again);
    return false;
  }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  Output await_resume() { return take(outcome_); }

 private:
  [[nodiscard]] F& future() const noexcept {
    if constexpr (kNear) {
      return *future_.get();
    } else {
      return *future_;
    }
  }

  bool poll(Context& cx) {
    auto pinned = Pin<F&>::new_unchecked(future(), Unsafe("a temporary in the frame, or Unpin"));
    Poll<Output> answer = F::poll(pinned, cx);
    if (answer.is_pending()) return false;
    outcome_.template emplace<1>(std::move(answer).value());
    return true;
  }

  static bool poll_again(void* awaiter, Context& cx) noexcept {
    Awaiter& me = *static_cast<Awaiter*>(awaiter);
    try {
      return me.poll(cx);
    } catch (...) {
      me.outcome_.template emplace<2>(std::current_exception());
      return true;
    }
  }

  Nearby<CoLink> link_;
  std::conditional_t<kNear, Nearby<F>, F*> future_;
  Outcome<Output> outcome_;
};

// How a coroutine ends: with a value, with nothing to say, or by an exception.
template <class T>
class CoResult {
 public:
  template <class U = T>
    requires std::is_convertible_v<U, T>
  void return_value(U&& value) {
    outcome_.template emplace<1>(std::forward<U>(value));
  }

 protected:
  Outcome<T> outcome_;
};

template <>
class CoResult<void> {
 public:
  void return_void() noexcept { outcome_.emplace<1>(); }

 protected:
  Outcome<Unit> outcome_;
};

// The promise of a `Co<T>`. The link comes first, so that one of it is known by its address.
template <class T>
class CoPromise final : public CoLink, public CoResult<T> {
 public:
  using Output = std::conditional_t<std::is_void_v<T>, Unit, T>;

  static void* operator new(std::size_t size) noexcept { return FrameRequest::take(size); }
  static void operator delete(void*, std::size_t) noexcept {}
  static Co<T> get_return_object_on_allocation_failure() noexcept { return Co<T>(); }

  Co<T> get_return_object() noexcept { return Co<T>(*this); }
  std::suspend_always initial_suspend() const noexcept { return {}; }
  std::suspend_always final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept {
    this->outcome_.template emplace<2>(std::current_exception());
  }

  // The output of a coroutine that is at its end. Throws what ended it instead.
  Output take_output() { return take(this->outcome_); }
};

}  // namespace internal
}  // namespace pinprick
