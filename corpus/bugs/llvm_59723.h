// A coroutine is resumed after it was destroyed. Where all of it stands in one function clang puts
// the frame on the stack, and ASan sees nothing; where the handle is kept, as here, the frame is on
// the heap. (llvm 59723)
// Claim: none: any order of calls; Unpin as well
// Shows: make, call start(), call resume(), call destroy(), call resume()
#pragma once

#include <utility>

#include "corpus/bugs/routine.h"

namespace pinprick::bugs::llvm_59723 {

inline Routine count() {
  for (int number = 1; number < 100; ++number) co_yield number;
}

template <bool kMended>
class Runner {
 public:
  Runner() = default;
  Runner(Runner&& other) noexcept
      : handle_(std::exchange(other.handle_, nullptr)),
        has_frame_(std::exchange(other.has_frame_, false)) {}
  Runner& operator=(Runner&& other) noexcept {
    if (this == &other) return *this;
    destroy();
    handle_ = std::exchange(other.handle_, nullptr);
    has_frame_ = std::exchange(other.has_frame_, false);
    return *this;
  }
  ~Runner() { destroy(); }

  // Not to be inlined: clang keeps even this frame on the stack where it sees the whole life of a
  // Runner, and then the crime leaves no trace.
  [[gnu::noinline]] void start() {
    if (!std::exchange(has_frame_, true)) handle_ = count().release();
  }
  void resume() {
    if (handle_ && !handle_.done()) handle_.resume();
  }
  void destroy() {
    if (!std::exchange(has_frame_, false)) return;
    handle_.destroy();
    if constexpr (kMended) handle_ = nullptr;  // the other one resumes by it
  }

  [[nodiscard]] int result() const { return handle_ ? handle_.promise().value : 0; }

 private:
  Routine::Handle handle_;
  bool has_frame_ = false;
};

}  // namespace pinprick::bugs::llvm_59723
