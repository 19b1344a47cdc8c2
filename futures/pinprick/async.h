#pragma once

// Futures written as coroutines.
//
// What it is: `Co<T>`, the return type that makes a function a coroutine which may `co_await`
// futures and gives a T; and `Async`, the future of one call of such a function, which `async(fn,
// args...)` makes. Together they are Rust's `async fn`.
//
//   Co<int> twice(int value) {
//     const int same = co_await yield_n(1, value);
//     co_return same + value;
//   }
//   async(twice, 4)        // a future with the output 8
//
// The life of an Async. Made, it holds the callable and the arguments, by value as std::thread
// does (std::ref for a reference), and moves freely; nothing has run. The first poll calls the
// callable, which builds the coroutine's frame in the Async's own storage. From then on it is
// pinned; it is never Unpin. When it is done, or destroyed before, the frame goes (the locals in
// the reverse order of their making, then the parameters), then the arguments, then the callable.
//
// What it promises:
//
// - No heap. The storage is kAsyncBytes, or as many as `async<bytes>(...)` says. A frame that does
//   not fit throws a FrameTooLarge, which states both sizes, from the first poll. How large a frame
//   is, only the compiler knows, and only after it has optimised: `async_frame_size(fn, args...)`
//   asks at run time.
// - The callable and the arguments live longer than the frame. So a lambda may be a coroutine and
//   have captures, a parameter may be a reference to an argument, and a `this` is safe as far as
//   its object is. An argument whose parameter is a value is moved into the frame.
// - What is awaited is polled in the same poll, for the first time too, and the coroutine goes on
//   at once if it is ready. A temporary is awaited where it lies, in the frame, and destroyed at
//   the end of its full expression. An lvalue is awaited only if it is Unpin; else through a Pin,
//   which is a future itself. co_await moves nothing.
// - Awaiting an Async, `co_await async(fn, args...)`, puts its frame into the frame that awaits,
//   and its frame, arguments and callable are gone when the co_await gives its value. A poll of a
//   chain of coroutines that await one another goes to the innermost directly: its cost does not
//   grow with the length of the chain.
// - What an awaited future throws comes out of the co_await and can be caught there. What leaves
//   the coroutine leaves the poll, and the Async is done, as after Ready.
// - It is as fit for threads as its parts are. Each poll may come from another thread.
//
// `boxed_async` is the same on the heap: one allocation, a handle that is Unpin, and no size or
// callable in the type.
//
// What breaks it:
//
// - Polling it after Ready, which panics as "Async", or from inside itself (kReentered, "Async").
// - Moving it after the first poll. The bytes of the frame go along, as in Rust, and the pointers
//   among them, to locals, captures and arguments, go on pointing at the old place.
// - `co_await std::move(f)`. It is taken for a temporary and pinned where it lies; so f must lie in
//   the coroutine, and not be named again.
// - A local that is aligned more than std::max_align_t. Neither compiler asks for such a frame.
//
// A coroutine function that is called by itself does nothing, as in Rust: its Co is empty.
//
// What g++ 12 gets wrong in an expression with a co_await, and the library cannot mend: an object
// made by braces as an aggregate, and a lambda with captures that need a destructor, are destroyed
// twice there (give them a name first); `{co_await a, co_await b}` as an initializer_list does not
// compile; and `c ? co_await a : co_await b` makes both futures, though it awaits one.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_n.h"
//
//     Co<int> twice(int value) {
//       const int same = co_await yield_n(1, value);
//       co_return same + value;
//     }
//
//     Co<int> sum(int a, int b) {
//       const int first = co_await async(twice, a);
//       const int second = co_await async(twice, b);
//       co_return first + second;
//     }
//
//     int main() {
//       auto future = async<1024>(sum, 3, 4);  // moves freely until it is polled
//       assert(block_on(std::move(future)) == 14);
//     }

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include "pinprick/boxed_future.h"
#include "pinprick/future.h"
#include "pinprick/internal/coroutine.h"

namespace pinprick {

// What `async` has room for unless told otherwise.
inline constexpr std::size_t kAsyncBytes = 256;

// The return type of a coroutine whose output is a T; of one with nothing to say, `Co<void>`, the
// output is Unit. It is handed to an Async by the call that builds the frame. One pointer.
template <class T>
class [[nodiscard]] Co {
  static_assert(std::is_void_v<T> ||
                    (std::is_object_v<T> && !std::is_array_v<T> && !std::is_const_v<T>),
                "Co<T> gives an object or void: no reference, array or const");
  static_assert(alignof(std::conditional_t<std::is_void_v<T>, Unit, T>) <=
                    alignof(std::max_align_t),
                "Co<T> gives nothing that is aligned more than std::max_align_t");

 public:
  using promise_type = internal::CoPromise<T>;  // NOLINT: the language wants this name
  using Output = typename promise_type::Output;

  Co(Co&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Co& operator=(Co&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  Co(const Co&) = delete;
  Co& operator=(const Co&) = delete;
  // A coroutine that no Async has taken over ends before it began.
  ~Co() {
    if (handle_) abandon(handle_);
  }

  // Whether there is no coroutine: it was called by itself, or there was no room for it.
  [[nodiscard]] bool is_empty() const noexcept { return !handle_; }

 private:
  friend promise_type;
  template <std::size_t kBytes, class Fn, class... Args>
  friend class Async;

  Co() noexcept = default;
  explicit Co(promise_type& promise) noexcept
      : handle_(std::coroutine_handle<promise_type>::from_promise(promise)) {}

  // Out of line for the reason that call_coroutine is.
  [[gnu::noinline]] static void abandon(std::coroutine_handle<> handle) noexcept {
    handle.destroy();
  }

  std::coroutine_handle<promise_type> handle_;
};

// Thrown by the first poll of an Async whose storage its frame does not fit. The reason is
// kTooSmall, the culprit "Async".
class FrameTooLarge final : public Panic {
 public:
  FrameTooLarge(std::size_t needed, std::size_t bytes) noexcept
      : Panic(PanicReason::kTooSmall, "Async"), needed_(needed), bytes_(bytes) {
    std::snprintf(message_, sizeof message_,
                  "`Async` has %zu bytes for its frame, which needs %zu: async<%zu>(...)", bytes,
                  needed, needed);
  }

  // How many bytes the frame needs.
  [[nodiscard]] std::size_t needed() const noexcept { return needed_; }
  // How many there are.
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
  // "`Async` has 256 bytes for its frame, which needs 384: async<384>(...)".
  [[nodiscard]] const char* what() const noexcept override { return message_; }

 private:
  std::size_t needed_;
  std::size_t bytes_;
  char message_[128];
};

// The future of `fn(args...)`, a coroutine whose frame has at most kBytes bytes.
template <std::size_t kBytes, class Fn, class... Args>
class [[nodiscard]] Async final {
  using Coroutine = std::invoke_result_t<Fn&, Args...>;
  using Promise = typename Coroutine::promise_type;

 public:
  using Output = typename Coroutine::Output;

  // Nothing is called yet.
  template <class G, class... As>
  explicit Async(std::in_place_t, G&& fn, As&&... args)
      : call_(std::forward<G>(fn), std::forward<As>(args)...), stage_(Stage::kStart) {}

  // The source is done afterwards. If a move throws, this one is.
  Async(Async&& other) noexcept(kNothrow) : none_(), stage_(Stage::kDone) {
    take(std::move(other));
  }
  Async& operator=(Async&& other) noexcept(kNothrow) {
    if (this != &other) {
      end();
      take(std::move(other));
    }
    return *this;
  }
  Async(const Async&) = delete;
  Async& operator=(const Async&) = delete;
  ~Async() { end(); }

  // Builds the frame if there is none yet, and runs the coroutine on until it waits or ends.
  static Poll<Output> poll(Pin<Async&> self, Context& cx) {
    Async& me = self.get_unchecked_mut(Unsafe("the frame is built and resumed where it lies"));
    me.enter();
    if (!internal::CoLink::advance(me.promise(), cx)) {
      me.stage_ = Stage::kSuspended;
      return kPending;
    }
    return Poll<Output>::ready(me.finish());
  }

 private:
  template <class F, bool kNear>
  friend class internal::Awaiter;

  // Not called, suspended, being polled (or polled by the coroutine that awaits it), at its end.
  enum class Stage : std::uint8_t { kStart, kSuspended, kEntered, kDone };

  struct Call {
    template <class G, class... As>
    explicit Call(G&& g, As&&... as) : fn(std::forward<G>(g)), args(std::forward<As>(as)...) {}

    [[no_unique_address]] Fn fn;
    [[no_unique_address]] std::tuple<Args...> args;
  };

  static constexpr bool kNothrow = std::is_nothrow_move_constructible_v<Fn> &&
                                   (std::is_nothrow_move_constructible_v<Args> && ...);

  // Expects to be done.
  void take(Async&& other) noexcept(kNothrow) {
    if (other.stage_ == Stage::kDone) return;
    std::construct_at(std::addressof(call_), std::move(other.call_));
    if (other.stage_ != Stage::kStart) std::memcpy(frame_, other.frame_, sizeof frame_);
    stage_ = std::exchange(other.stage_, Stage::kDone);
    std::destroy_at(std::addressof(other.call_));
  }

  // Sees to it that there is a frame, and that nobody else resumes it.
  void enter() {
    switch (std::exchange(stage_, Stage::kEntered)) {
      case Stage::kSuspended:
        return;
      case Stage::kStart:
        build();
        return;
      case Stage::kEntered:
        panic(PanicReason::kReentered, "Async");
      case Stage::kDone:
        stage_ = Stage::kDone;
        panic(PanicReason::kPolledAfterReady, "Async");
    }
  }

  void build() {
    try {
      const internal::FrameRequest request(frame_, sizeof frame_);
      Coroutine made = std::apply(
          [this](Args&... args) {
            return internal::call_coroutine<Fn, Args...>(call_.fn, std::move(args)...);
          },
          call_.args);
      if (request.is_too_small()) throw FrameTooLarge(request.size(), sizeof frame_);
      // The callable is no coroutine itself, and gave back none that it has called.
      if (made.handle_.address() != frame_) panic(PanicReason::kEmpty, "Co");
      made.handle_ = nullptr;
    } catch (...) {
      stage_ = Stage::kDone;
      std::destroy_at(std::addressof(call_));
      throw;
    }
  }

  [[nodiscard]] std::coroutine_handle<Promise> handle() noexcept {
    return std::coroutine_handle<Promise>::from_address(frame_);
  }
  [[nodiscard]] Promise& promise() noexcept { return handle().promise(); }

  // What the coroutine gave, or throws what it threw. All is destroyed then.
  Output finish() {
    struct End {
      Async& me;
      ~End() { me.end(); }
    };
    const End end{*this};
    return promise().take_output();
  }

  void end() noexcept {
    const Stage stage = std::exchange(stage_, Stage::kDone);
    if (stage == Stage::kDone) return;
    if (stage != Stage::kStart) handle().destroy();
    std::destroy_at(std::addressof(call_));
  }

  alignas(std::max_align_t) std::byte frame_[kBytes];
  union {
    char none_;
    Call call_;  // until it is done
  };
  Stage stage_;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

namespace internal {

// A coroutine that awaits another: the second joins the chain of the first. Its outcome stays in
// its own frame until it is asked for.
template <std::size_t kBytes, class Fn, class... Args>
class Awaiter<Async<kBytes, Fn, Args...>, true> {
  using F = Async<kBytes, Fn, Args...>;

 public:
  Awaiter(CoLink* link, F* future) noexcept : link_(link), future_(future) {}
  Awaiter(const Awaiter&) = delete;
  Awaiter& operator=(const Awaiter&) = delete;

  bool await_ready() const {
    F& future = *future_.get();
    future.enter();
    link_.get()->wait_for_coroutine(future.promise());
    return false;
  }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  typename F::Output await_resume() { return future_.get()->finish(); }

 private:
  Nearby<CoLink> link_;
  Nearby<F> future_;
};

// The boxed form. Made in its place: a temporary of that size would stand in the frame of every
// coroutine that makes one.
template <std::size_t kBytes, class Fn, class... Args>
class BoxedAsync final : public DynFuture<typename Async<kBytes, Fn, Args...>::Output> {
  using F = Async<kBytes, Fn, Args...>;

 public:
  template <class... As>
  explicit BoxedAsync(As&&... as) : future_(std::in_place, std::forward<As>(as)...) {}

 private:
  Poll<typename F::Output> poll_pinned(Context& cx) override {
    return F::poll(Pin<F&>::new_unchecked(future_, Unsafe("pinned as the erased object is")), cx);
  }

  F future_;
};

// Whether a call of Fn with these arguments gives a Co.
template <class Fn, class... Args>
consteval bool calls_coroutine() {
  static_assert(std::is_invocable_v<Fn&, Args...>,
                "async: the callable does not take these arguments");
  if constexpr (std::is_invocable_v<Fn&, Args...>) {
    constexpr bool kCoroutine = kIsCo<std::invoke_result_t<Fn&, Args...>>;
    static_assert(kCoroutine, "async needs a coroutine: a callable that returns a Co<T>");
    return kCoroutine;
  } else {
    return false;
  }
}

}  // namespace internal

// The future of `fn(args...)`, with kBytes bytes for the frame.
template <std::size_t kBytes, class Fn, class... Args>
auto async(Fn&& fn, Args&&... args) {
  if constexpr (internal::calls_coroutine<std::decay_t<Fn>, std::decay_t<Args>...>()) {
    return Async<kBytes, std::decay_t<Fn>, std::decay_t<Args>...>(
        std::in_place, std::forward<Fn>(fn), std::forward<Args>(args)...);
  }
}

// The same with kAsyncBytes. The constraint, which holds always, makes it a better match than
// std::async where an argument's namespace brings that in.
template <class Fn, class... Args>
  requires(sizeof...(Args) >= 0)
auto async(Fn&& fn, Args&&... args) {
  return async<kAsyncBytes>(std::forward<Fn>(fn), std::forward<Args>(args)...);
}

// How many bytes the frame of `fn(args...)` takes. It calls `fn`, which finds no room and returns
// before it has begun; the arguments are used up.
//
// Example:
//
//     Co<int> three() { co_return 3; }
//
//     int main() { assert(async_frame_size(three) <= kAsyncBytes); }
template <class Fn, class... Args>
std::size_t async_frame_size(Fn&& fn, Args&&... args) {
  if constexpr (internal::calls_coroutine<std::remove_reference_t<Fn>, Args...>()) {
    const internal::FrameRequest request(nullptr, 0);
    (void)internal::call_coroutine<std::remove_reference_t<Fn>, Args...>(
        fn, std::forward<Args>(args)...);
    return request.size();
  }
}

// The future of `fn(args...)` on the heap. One allocation.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     // A frame cannot lie in itself: recursion goes through a box.
//     Co<int> factorial(int n) {
//       if (n < 2) co_return 1;
//       co_return n * co_await boxed_async(factorial, n - 1);
//     }
//
//     int main() { assert(block_on(boxed_async(factorial, 5)) == 120); }
template <std::size_t kBytes, class Fn, class... Args>
auto boxed_async(Fn&& fn, Args&&... args) {
  if constexpr (internal::calls_coroutine<std::decay_t<Fn>, std::decay_t<Args>...>()) {
    using Boxed = internal::BoxedAsync<kBytes, std::decay_t<Fn>, std::decay_t<Args>...>;
    BoxFuture<typename Boxed::Output> future =
        Box<Boxed>::pin(std::forward<Fn>(fn), std::forward<Args>(args)...);
    return future;
  }
}
template <class Fn, class... Args>
auto boxed_async(Fn&& fn, Args&&... args) {
  return boxed_async<kAsyncBytes>(std::forward<Fn>(fn), std::forward<Args>(args)...);
}

}  // namespace pinprick
