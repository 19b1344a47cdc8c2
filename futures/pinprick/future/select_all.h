#pragma once

// The first of many futures, and the others back.
//
// What it is: `SelectAll<F>`, made of a vector of futures of one type, ready as soon as one of them
// is: with its output, its index, and the others. Since those move, F must be Unpin. A future that
// is not is pinned first: a `Pin<F&>` or `Pin<Box<F>>` is a future that is.
//
// What it promises: every poll polls the futures in order until one is ready, and none after that.
// The winner is destroyed in its place at once, the last of the vector takes that place, and the
// vector itself is handed back. No allocation. A SelectAll is Unpin.
//
// What breaks it: an empty vector, which panics (kNoFutures, "SelectAll") when the future is made;
// and polling it after Ready, which panics as "SelectAll". If a future throws, everything stays as
// it is, and the next poll begins with the first again.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_n.h"
//
//     std::vector<YieldN<char>> many;
//     many.push_back(yield_n(5, 'a'));
//     many.push_back(yield_n(1, 'b'));
//     many.push_back(yield_n(9, 'c'));
//     auto [value, index, remaining] = block_on(select_all(std::move(many)));
//     assert(value == 'b' && index == 1 && remaining.size() == 2);
//     assert(block_on(std::move(remaining[1])) == 'c');

#include <cstddef>
#include <utility>
#include <vector>

#include "pinprick/future.h"

namespace pinprick {

template <class F>
class [[nodiscard]] SelectAll final {
  static_assert(Unpin<F>,
                "select_all needs Unpin futures, because it hands the others back: put each into a "
                "Pin<Box<F>>");

 public:
  using PinnedFields = Fields<F>;
  struct Output {
    typename F::Output value;
    std::size_t index;
    std::vector<F> remaining;
  };

  explicit SelectAll(std::vector<F> futures) : futures_(std::move(futures)) {
    if (futures_.empty()) panic(PanicReason::kNoFutures, "SelectAll");
  }

  static Poll<Output> poll(Pin<SelectAll&> self, Context& cx) {
    std::vector<F>& futures = self.get_mut().futures_;
    if (futures.empty()) panic(PanicReason::kPolledAfterReady, "SelectAll");
    for (std::size_t i = 0; i != futures.size(); ++i) {
      auto answer = F::poll(Pin<F&>::make(futures[i]), cx);
      if (answer.is_pending()) continue;
      std::vector<F> remaining = std::exchange(futures, {});
      if (i + 1 != remaining.size()) Pin<F&>::make(remaining[i]).set(std::move(remaining.back()));
      remaining.pop_back();
      return Poll<Output>::ready({std::move(answer.value()), i, std::move(remaining)});
    }
    return kPending;
  }

 private:
  // Empty once ready.
  std::vector<F> futures_;
};

// The output of whichever is ready first, and the others.
template <Future F>
SelectAll<F> select_all(std::vector<F> futures) {
  return SelectAll<F>(std::move(futures));
}

}  // namespace pinprick
