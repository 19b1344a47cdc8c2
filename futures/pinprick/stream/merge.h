#pragma once

// Two streams as one.
//
// What it is: `Merge<A, B>`, the items of A and of B, two streams of the same Item, as they come.
//
// What it promises: each poll polls the one that did not give the last item first (A, if there was
// none yet) and the other one only if that gives nothing; so two streams that always have an item
// alternate. A stream that ends is destroyed at once and not polled again. The answer is none when
// both have ended, Pending when neither gave an item and one is left. It is fused. A is destroyed
// before B. An exception out of either passes and changes nothing. No allocation. Both are
// structurally pinned: a Merge is Unpin when both are.
//
// What breaks it: nothing beyond what breaks A and B.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/stream/collect.h"
//     #include "pinprick/stream/iter.h"
//
//     auto merged = stream::merge(stream::iter({1, 3, 5}), stream::iter({2}));
//     assert(block_on(stream::collect(std::move(merged))) == std::vector<int>({1, 2, 3, 5}));

#include <optional>
#include <type_traits>
#include <utility>

#include "pinprick/stream/fuse.h"

namespace pinprick::stream {

template <Stream A, Stream B>
class [[nodiscard]] Merge final {
  static_assert(std::is_same_v<typename A::Item, typename B::Item>,
                "stream::merge needs two streams of the same Item");

 public:
  using PinnedFields = Fields<A, B>;
  using Item = typename A::Item;

  constexpr Merge(A a, B b) : b_(std::move(b)), a_(std::move(a)) {}

  static constexpr PollNext<Item> poll_next(Pin<Merge&> self, Context& cx) {
    Merge& me = self.get_unchecked_mut(Unsafe("both streams are only reached through a Pin"));
    const Unsafe why("pinned as its Merge is");
    auto a = Pin<Fuse<A>&>::new_unchecked(me.a_, why);
    auto b = Pin<Fuse<B>&>::new_unchecked(me.b_, why);
    return me.b_is_next_ ? me.poll_both(b, a, cx) : me.poll_both(a, b, cx);
  }

 private:
  template <class First, class Second>
  constexpr PollNext<Item> poll_both(Pin<First&> first, Pin<Second&> second, Context& cx) {
    auto answer = First::poll_next(first, cx);
    if (answer.is_ready() && answer.value().has_value()) {
      b_is_next_ = !b_is_next_;
      return answer;
    }
    auto other = Second::poll_next(second, cx);
    // An item of the second leaves the first the next one; its end leaves the answer to the first.
    if (other.is_ready() && !other.value().has_value()) return answer;
    return other;
  }

  // In the reverse of the order in which they are destroyed.
  bool b_is_next_ = false;
  Fuse<B> b_;
  Fuse<A> a_;
};

// The items of both, fairly.
template <Stream A, Stream B>
constexpr Merge<A, B> merge(A a, B b) {
  return Merge<A, B>(std::move(a), std::move(b));
}

}  // namespace pinprick::stream
