#pragma once

// Many futures of one type side by side.
//
// What it is: `JoinAll<F>`, made of a vector of futures, ready with the vector of their outputs,
// and `JoinArray<F, kSize>`, the same for an array, when all of them are ready. The outputs are in
// the order of the futures, whichever came first.
//
// What it promises: every poll polls all that are not ready yet, in order. Each is destroyed as
// soon as it is ready, its output kept in its place until the others are there. Dropped before
// that, it drops futures and outputs in order. A poll costs a few instructions for each future; for
// thousands that are woken one by one a FuturesUnordered or FuturesOrdered, which polls only those
// that were woken, is the better choice. None at all are ready at once.
//
// JoinAll moves the futures once, into one allocation of its own, where they stay; so it is Unpin
// whatever they are. The vector of outputs is a second allocation. JoinArray holds them itself and
// allocates nothing; it is Unpin when F is.
//
// What breaks it: polling it after Ready, which panics as "JoinAll" or "JoinArray". If a future
// throws, everything stays as it is, and the next poll polls that one again. If the outputs cannot
// be moved out, or there is no memory for their vector, it is done.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_n.h"
//
//     std::vector<YieldN<int>> three;
//     for (int i = 0; i < 3; ++i) three.push_back(yield_n(3 - i, i));
//     assert(block_on(join_all(std::move(three))) == std::vector({0, 1, 2}));
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_n.h"
//
//     const auto [five, six] = block_on(join_all(std::array{yield_n(1, 5), yield_n(0, 6)}));
//     assert(five == 5 && six == 6);

#include <array>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "pinprick/future.h"
#include "pinprick/future/maybe_done.h"
#include "pinprick/internal/row.h"

namespace pinprick {

namespace internal {

// One of the children, pinned as all of them are.
template <class F>
Pin<MaybeDone<F>&> pin_child(MaybeDone<F>& child) noexcept {
  return Pin<MaybeDone<F>&>::new_unchecked(child, Unsafe("only ever reached through a Pin"));
}

// Polls those that are not ready. Says whether all are.
template <class F>
bool poll_children(std::span<MaybeDone<F>> children, Context& cx) {
  bool all_done = true;
  for (MaybeDone<F>& child : children) {
    if (!MaybeDone<F>::poll_done(pin_child(child), cx)) all_done = false;
  }
  return all_done;
}

}  // namespace internal

template <class F>
class JoinAll;

// The futures lie on the heap.
template <class F>
inline constexpr bool enable_unpin<JoinAll<F>> = true;

template <class F>
class [[nodiscard]] JoinAll final {
 public:
  using Output = std::vector<typename F::Output>;

  // One allocation; moves each future once.
  explicit JoinAll(std::vector<F> futures)
      : children_(futures.size(),
                  [&](std::size_t i) { return MaybeDone<F>(std::move(futures[i])); }) {}

  static Poll<Output> poll(Pin<JoinAll&> self, Context& cx) {
    JoinAll& me = self.get_mut();
    if (me.children_.is_gone()) panic(PanicReason::kPolledAfterReady, "JoinAll");
    if (!internal::poll_children(me.children_.all(), cx)) return kPending;
    internal::HeapRow<MaybeDone<F>> done = std::move(me.children_);
    Output outputs;
    outputs.reserve(done.all().size());
    for (MaybeDone<F>& child : done.all()) {
      outputs.push_back(MaybeDone<F>::take_output(internal::pin_child(child)));
    }
    return Poll<Output>::ready(std::move(outputs));
  }

 private:
  // Gone once ready.
  internal::HeapRow<MaybeDone<F>> children_;
};

template <class F, std::size_t kSize>
class [[nodiscard]] JoinArray final {
 public:
  using PinnedFields = Fields<F>;
  using Output = std::array<typename F::Output, kSize>;

  // Moves each future once.
  explicit JoinArray(std::array<F, kSize> futures)
      : children_(std::in_place,
                  [&](std::size_t i) { return MaybeDone<F>(std::move(futures[i])); }) {}

  static Poll<Output> poll(Pin<JoinArray&> self, Context& cx) {
    JoinArray& me = self.get_unchecked_mut(Unsafe("the futures are only reached through a Pin"));
    const std::span<MaybeDone<F>> children = me.children_.all();
    if (me.is_done()) panic(PanicReason::kPolledAfterReady, "JoinArray");
    if (!internal::poll_children(children, cx)) return kPending;
    if constexpr (kSize == 0) me.none_.is_done = true;
    return Poll<Output>::ready(internal::make_array<typename F::Output, kSize>([&](std::size_t i) {
      return MaybeDone<F>::take_output(internal::pin_child(children[i]));
    }));
  }

 private:
  // Of none there is no first one to ask.
  struct None {
    bool is_done = false;
  };
  struct Some {};

  [[nodiscard]] bool is_done() noexcept {
    if constexpr (kSize == 0) {
      return none_.is_done;
    } else {
      return children_.all().front().is_taken();
    }
  }

  // Taken once ready, the first one first.
  internal::InlineRow<MaybeDone<F>, kSize> children_;
  [[no_unique_address]] std::conditional_t<kSize == 0, None, Some> none_;
};

// All outputs, when all are there.
template <Future F>
JoinAll<F> join_all(std::vector<F> futures) {
  return JoinAll<F>(std::move(futures));
}
template <Future F, std::size_t kSize>
JoinArray<F, kSize> join_all(std::array<F, kSize> futures) {
  return JoinArray<F, kSize>(std::move(futures));
}

}  // namespace pinprick
