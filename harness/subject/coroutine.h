// The compiler's state machine: a C++20 coroutine whose frame lies inside the future.
//
// Until the first poll it holds its arguments and moves freely. The first poll builds the frame in
// the future's own storage: no heap, and not Unpin from then on. A move after that copies the bytes
// of the frame, as a move in Rust does: every pointer in it, those of a short std::string to itself
// included, goes on pointing at the old place. Which is the misuse; a frame without such a pointer
// goes on correctly.
//
// The coroutines themselves are written at build time, in a source of their own and called through
// a table, so that no compiler can put a frame elsewhere or leave it out.
#pragma once

#include <array>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "harness/base/check.h"
#include "harness/program/coroutines.h"
#include "harness/subject/locals.h"
#include "harness/subject/traced.h"
#include "pinprick/context.h"
#include "pinprick/future.h"
#include "pinprick/panic.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

// Where a frame lives. The size is what the largest of them asks of clang and g++.
inline constexpr std::size_t kFrameBytes = 512;
struct Frame {
  alignas(std::max_align_t) std::byte bytes[kFrameBytes];
};

// `co_await Yield{}`: wakes, and is Pending once.
struct Yield {};
// `co_await child(future, output)`: polls once. True if it was ready: its output is added.
template <class F>
struct Child {
  F& future;
  std::int64_t& output;
};
template <class F>
Child<F> child(F& future, std::int64_t& output) {
  return {future, output};
}

struct Promise;
struct Started {
  using promise_type = Promise;
};
using Start = Started (*)(Frame& frame, Identity who);
extern const std::array<Start, kCoroutines.size()> kStarts;

struct Promise {
  struct Wait {
    bool ready;
    bool await_ready() const noexcept { return ready; }
    void await_suspend(std::coroutine_handle<> /*handle*/) const noexcept {}
    bool await_resume() const noexcept { return ready; }
  };

  static void* operator new(std::size_t size, Frame& frame, Identity /*who*/) {
    PINPRICK_CHECK(size <= kFrameBytes);
    return frame.bytes;
  }
  static void operator delete(void* /*frame*/, std::size_t /*size*/) noexcept {}

  Started get_return_object() noexcept { return {}; }
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void return_value(std::int64_t value) noexcept { output = value; }
  void unhandled_exception() noexcept { PINPRICK_CHECK(!"a body throws nothing"); }

  Wait await_transform(Yield /*yield*/) const {
    context->waker().wake_by_ref();
    return {false};
  }
  template <class F>
  Wait await_transform(Child<F> child) const {
    const Poll<std::int64_t> answer =
        Pin<F&>::new_unchecked(child.future, Unsafe("it stays in the frame")).poll(*context);
    if (answer.is_pending()) return {false};
    child.output += answer.value();
    return {true};
  }

  Context* context = nullptr;  // of the poll under way
  std::int64_t output = 0;
};

// The same pointer, as far as a compiler can tell a pointer to anything: what was written through
// others must be read through it, and where it points must be remembered.
void* opaque_pointer(void* pointer);
template <class T>
T* opaque(T* pointer) {
  return static_cast<T*>(opaque_pointer(pointer));
}
inline Characters opaque(Characters characters) {
  return {opaque(characters.data()), characters.size()};
}

// A local that has a destructor: it leaves word when it ends, which may be before its scope does.
template <class T>
class Local {
 public:
  template <class... Args>
  Local(Identity who, std::uint8_t number, Args&&... args)
      : value_(std::forward<Args>(args)...), who_(who), number_(number) {
    opaque_pointer(this);
  }
  Local(const Local&) = delete;
  Local& operator=(const Local&) = delete;
  ~Local() {
    if (here_) end();
  }

  T& operator*() { return value_; }
  T* operator->() { return &value_; }
  void end() {
    here_ = false;
    std::destroy_at(&value_);
    recorder().record(EventKind::kDropped, who_.owner,
                      static_cast<std::uint8_t>(kLocalPart + number_));
  }

 private:
  union {
    T value_;
  };
  Identity who_;
  std::uint8_t number_;
  bool here_ = true;
};

class Coroutine {
 public:
  using Output = std::int64_t;

  Coroutine(std::uint8_t shape, Identity who) : who_(who), shape_(shape) {}
  Coroutine(Coroutine&& other) noexcept
      : who_(other.who_),
        shape_(other.shape_),
        stage_(other.stage_ == Stage::kRunning ? std::exchange(other.stage_, Stage::kDone)
                                               : other.stage_) {
    if (stage_ == Stage::kRunning) std::memcpy(frame_.bytes, other.frame_.bytes, kFrameBytes);
  }
  Coroutine& operator=(Coroutine&&) = delete;
  ~Coroutine() {
    if (stage_ == Stage::kRunning) handle().destroy();
  }

  static Poll<Output> poll(Pin<Coroutine&> self, Context& cx) {
    Coroutine& me = self.get_unchecked_mut(Unsafe("the frame is resumed where it lies"));
    if (me.stage_ == Stage::kDone) panic(PanicReason::kPolledAfterReady, "Coroutine");
    if (me.stage_ == Stage::kStart) {
      kStarts[me.shape_](me.frame_, me.who_);
      me.stage_ = Stage::kRunning;
    }
    const std::coroutine_handle<Promise> handle = me.handle();
    handle.promise().context = &cx;
    handle.resume();
    if (!handle.done()) return kPending;
    const std::int64_t output = handle.promise().output;
    handle.destroy();
    me.stage_ = Stage::kDone;
    return Poll<Output>::ready(output);
  }

 private:
  enum class Stage : std::uint8_t { kStart, kRunning, kDone };

  std::coroutine_handle<Promise> handle() {
    return std::coroutine_handle<Promise>::from_address(frame_.bytes);
  }

  Frame frame_;  // from the first poll on, until it is done or has moved
  Identity who_;
  std::uint8_t shape_;
  Stage stage_ = Stage::kStart;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

}  // namespace pinprick::harness
