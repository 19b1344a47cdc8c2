#pragma once

// A stream that is over when it is over.
//
// What it is: `Fuse<S>`, the stream S until it ends, and afterwards the end. It is the building
// block of the streams that hold others, as MaybeDone is of the futures.
//
// What it promises: each poll polls S once. When S answers none it is destroyed at once, and every
// later poll answers none without polling anything: a Fuse is fused. An exception out of S passes
// and changes nothing. No allocation; one flag beside S. S is structurally pinned: a Fuse is Unpin
// when S is.
//
// What breaks it: nothing beyond what breaks S.
//
// Example:
//
//     #include "pinprick/stream/once.h"
//
//     auto numbers = stream::fuse(stream::once(1));
//     auto pin = Pin<decltype(numbers)&>::make(numbers);
//     const Waker waker = Waker::noop();
//     Context cx(waker);
//     assert(pin.poll_next(cx).value() == 1);
//     assert(!numbers.is_terminated());
//     for (int again = 0; again < 3; ++again) assert(pin.poll_next(cx).value() == std::nullopt);
//     assert(numbers.is_terminated());

#include <optional>
#include <utility>

#include "pinprick/internal/one_of.h"
#include "pinprick/stream.h"

namespace pinprick::stream {

template <Stream S>
class [[nodiscard]] Fuse final {
 public:
  using PinnedFields = Fields<S>;
  using Item = typename S::Item;

  explicit constexpr Fuse(S stream) : state_(std::in_place, std::move(stream)) {}

  static constexpr PollNext<Item> poll_next(Pin<Fuse&> self, Context& cx) {
    Fuse& me = self.get_unchecked_mut(Unsafe("the stream is only ever reached through a Pin"));
    S* stream = me.state_.first();
    if (stream == nullptr) return PollNext<Item>::ready(std::nullopt);
    auto child = Pin<S&>::new_unchecked(*stream, Unsafe("pinned as its Fuse is"));
    auto answer = S::poll_next(child, cx);
    if (answer.is_ready() && !answer.value().has_value()) me.state_.clear();
    return answer;
  }

  // Destroys the stream where it is, though it may have had more to give.
  static constexpr void finish(Pin<Fuse&> self) noexcept {
    self.get_unchecked_mut(Unsafe("nothing is moved")).state_.clear();
  }

  // Whether the stream is over.
  [[nodiscard]] constexpr bool is_terminated() const noexcept { return state_.is_empty(); }

 private:
  using State = OneOf<S, internal::Never>;

  friend struct internal::NicheOf;
  static consteval internal::Niche<Fuse> niche() { return internal::niche_in<Fuse, State>(); }

  // Empty once the stream is over.
  State state_;
};

// `stream`, which answers none for ever after it has done so once.
template <Stream S>
constexpr Fuse<S> fuse(S stream) {
  return Fuse<S>(std::move(stream));
}

}  // namespace pinprick::stream
