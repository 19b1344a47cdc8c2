#pragma once

// The first success among many futures, and the others back.
//
// What it is: `SelectOk<F>`, made of a vector of futures of one type that give Results. It is ready
// with the first value that one of them gives, and with the futures that were not ready yet; or,
// when all have failed, with the error that came last. Since futures move up when one before them
// has failed, F must be Unpin. A future that is not is pinned first: a `Pin<F&>` or `Pin<Box<F>>`
// is a future that is.
//
// What it promises: every poll polls the futures in order, each once, until one succeeds. One that
// fails is destroyed and its error dropped, unless it was the last; the others keep their order.
// The winner is destroyed at once. No allocation. Taking one out moves those behind it, so that n
// failures cost up to n²/2 moves. A SelectOk is Unpin.
//
// What breaks it: an empty vector, which panics (kNoFutures, "SelectOk") when the future is made;
// and polling it after Ready, which panics as "SelectOk". If a future throws, everything stays as
// it is, and the next poll begins with the first again.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/yield_n.h"
//
//     using Found = Result<int, std::string>;
//     std::vector<YieldN<Found>> mirrors;
//     mirrors.push_back(yield_n(1, Found::err("down")));
//     mirrors.push_back(yield_n(2, Found::ok(7)));
//     mirrors.push_back(yield_n(9, Found::ok(8)));
//     auto found = block_on(select_ok(std::move(mirrors)));
//     assert(found.value().value == 7 && found.value().remaining.size() == 1);

#include <cstddef>
#include <utility>
#include <vector>

#include "pinprick/future.h"
#include "pinprick/internal/try_future.h"

namespace pinprick {

template <class F>
class [[nodiscard]] SelectOk final {
  static_assert(internal::TryFuture<F>, "select_ok needs futures whose Output is a Result");
  static_assert(Unpin<F>,
                "select_ok needs Unpin futures, because they move up when one has failed: put each "
                "into a Pin<Box<F>>");

 public:
  using PinnedFields = Fields<F>;
  struct Selected {
    typename F::Output::Value value;
    std::vector<F> remaining;
  };
  using Output = Result<Selected, typename F::Output::Error>;

  explicit SelectOk(std::vector<F> futures) : futures_(std::move(futures)) {
    if (futures_.empty()) panic(PanicReason::kNoFutures, "SelectOk");
  }

  static Poll<Output> poll(Pin<SelectOk&> self, Context& cx) {
    std::vector<F>& futures = self.get_mut().futures_;
    if (futures.empty()) panic(PanicReason::kPolledAfterReady, "SelectOk");
    for (std::size_t i = 0; i != futures.size();) {
      auto answer = F::poll(Pin<F&>::make(futures[i]), cx);
      if (answer.is_pending()) {
        ++i;
        continue;
      }
      erase(futures, i);
      if (answer.value().is_ok()) {
        return Poll<Output>::ready(
            Output::ok({std::move(answer.value().value()), std::exchange(futures, {})}));
      }
      if (futures.empty())
        return Poll<Output>::ready(Output::err(std::move(answer.value().error())));
    }
    return kPending;
  }

 private:
  // Not the vector's own, which would ask for futures that can be assigned.
  static void erase(std::vector<F>& futures, std::size_t i) {
    for (; i + 1 != futures.size(); ++i) Pin<F&>::make(futures[i]).set(std::move(futures[i + 1]));
    futures.pop_back();
  }

  // Empty once ready.
  std::vector<F> futures_;
};

// The first value that one of them gives, or the last error.
template <Future F>
SelectOk<F> select_ok(std::vector<F> futures) {
  return SelectOk<F>(std::move(futures));
}

}  // namespace pinprick
