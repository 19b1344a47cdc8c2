#pragma once

// The next item of a stream, as a future.
//
// What it is: `Next<S>`, a borrow of a pinned stream S that stands for one item of it.
//
// What it promises: each poll polls S once; when S answers, the future is ready with that: an item
// or none. One word, no allocation. It is Unpin whatever S is: it holds an address. Dropping it
// before it is ready loses no item. An exception out of S passes and changes nothing.
//
// What breaks it: polling it after Ready, which panics as "Next"; a stream that does not outlive
// it, or is used otherwise while it waits.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/pin_local.h"
//     #include "pinprick/stream/iter.h"
//     #include "pinprick/stream/once.h"
//
//     auto numbers = stream::iter({1, 2});                   // Unpin: by itself
//     assert(block_on(stream::next(numbers)) == 1);
//     assert(block_on(stream::next(numbers)) == 2);
//     assert(block_on(stream::next(numbers)) == std::nullopt);
//     auto pinned = PINPRICK_PIN(stream::once(7));           // any: by its Pin
//     assert(block_on(stream::next(pinned.as_mut())) == 7);

#include <optional>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/stream.h"

namespace pinprick::stream {

template <Stream S>
class [[nodiscard]] Next final {
 public:
  using PinnedFields = Fields<>;
  using Output = std::optional<typename S::Item>;

  explicit constexpr Next(Pin<S&> stream) noexcept
      : stream_(&stream.get_unchecked_mut(Unsafe("only ever reached through a Pin"))) {}
  constexpr Next(Next&&) noexcept = default;
  constexpr Next& operator=(Next&&) noexcept = default;

  static constexpr Poll<Output> poll(Pin<Next&> self, Context& cx) {
    Next& me = self.get_mut();
    if (me.stream_ == nullptr) panic(PanicReason::kPolledAfterReady, "Next");
    auto stream = Pin<S&>::new_unchecked(*me.stream_, Unsafe("it was given to us pinned"));
    auto answer = S::poll_next(stream, cx);
    if (answer.is_ready()) me.stream_ = nullptr;
    return answer;
  }

 private:
  // Null once ready.
  S* stream_;
};

// The next item of a pinned stream.
template <Stream S>
constexpr Next<S> next(Pin<S&> stream) noexcept {
  return Next<S>(stream);
}

// The next item of a stream that is Unpin; a Pin<Box<S>> is one, whatever S is.
template <Stream S>
constexpr Next<S> next(S& stream) noexcept {
  static_assert(Unpin<S>,
                "stream::next needs Unpin: a stream that is not Unpin is handed over by its Pin");
  return Next<S>(Pin<S&>::make(stream));
}

}  // namespace pinprick::stream
