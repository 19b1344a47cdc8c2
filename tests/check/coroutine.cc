// Example: a coroutine type of one's own. The frame stays where it was allocated, so its owner may
// move; unless the promise knows the owner, to leave the yielded numbers there, and nobody tells it
// where the owner went.

#include "pinprick/check/coroutine.h"

#include <coroutine>
#include <cstdint>
#include <exception>
#include <utility>

#include "pinprick/check.h"

namespace pinprick::check::coroutine_example {
namespace {

template <bool kLeavesInOwner>
class Numbers {
 public:
  struct promise_type {  // NOLINT: the language wants this name
    Numbers get_return_object() { return Numbers(Frame::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int number) noexcept {
      (kLeavesInOwner ? owner->last_ : last) = number;
      return {};
    }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }

    int last = 0;
    Numbers* owner = nullptr;
  };
  using Frame = std::coroutine_handle<promise_type>;

  Numbers(Numbers&& other) noexcept
      : frame_(std::exchange(other.frame_, nullptr)), last_(other.last_) {}
  Numbers& operator=(Numbers&& other) noexcept {
    std::swap(frame_, other.frame_);
    last_ = other.last_;
    return *this;
  }
  ~Numbers() {
    if (frame_) frame_.destroy();
  }

  Frame frame() { return frame_; }
  int last() const { return kLeavesInOwner ? last_ : frame_.promise().last; }

 private:
  explicit Numbers(Frame frame) : frame_(frame) { frame_.promise().owner = this; }

  Frame frame_;
  int last_ = 0;
};

template <bool kLeavesInOwner>
Numbers<kLeavesInOwner> squares(std::uint8_t count) {
  for (int i = 1; i <= count; ++i) co_yield i* i;
}

template <bool kLeavesInOwner>
void add(const char* name) {
  using Tested = Numbers<kLeavesInOwner>;
  coroutine<Tested>(name, [](Tested& numbers) { return numbers.frame(); })
      .make(squares<kLeavesInOwner>)
      .result(&Tested::last)
      .claims(Unpin(), Cancellable());
}

[[maybe_unused]] const bool all_added =
    (add<false>("coroutine"), add<true>("coroutine.lying"), true);

}  // namespace
}  // namespace pinprick::check::coroutine_example
