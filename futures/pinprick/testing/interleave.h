#pragma once

// Several futures, polled in an order that the test chooses.
//
// What it is: `Interleave<Fs...>`, which pins the futures and polls one at a time, the one that it
// is told to; and `for_each_interleaving`, which goes through all orders in which an executor could
// poll them, and says which one came to a bad end.
//
// What it promises: each future has a waker of its own. Each is destroyed as soon as it is ready,
// its output kept; those that are left are destroyed with the Interleave, the first one first.
// Nothing is random, so an order that failed fails again. An Interleave allocates once a future.
//
// What breaks it: futures that do not do the same when they are made again and polled in the same
// order: then the orders gone through are not all that there are.
//
// Example:
//
//     #include "pinprick/future/map.h"
//     #include "pinprick/future/ready.h"
//     #include "pinprick/future/then.h"
//     #include "pinprick/future/yield_now.h"
//
//     // Reads, lets others go first, and writes: two of these may lose an increment.
//     int value = 0;
//     auto increment = [&value] {
//       return then(ready(Unit{}), [&value](Unit) {
//         return map(yield_now(), [&value, seen = value](Unit) { return value = seen + 1; });
//       });
//     };
//     auto make = [&] {
//       value = 0;
//       return testkit::Interleave(increment(), increment());
//     };
//     try {
//       testkit::for_each_interleaving(make, [&](auto&) { return value == 2; });
//       assert(false);
//     } catch (const testkit::InterleavingFailed& failed) {
//       assert(failed.order() == testkit::PollOrder({0, 1, 0, 1}));
//     }
//
//     auto run = make();
//     run.poll_in_order({0, 1, 0, 1});
//     assert(run.all_ready() && run.take_output<0>() == 1 && run.take_output<1>() == 1);

#include <atomic>
#include <cstddef>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "pinprick/future.h"
#include "pinprick/future/maybe_done.h"
#include "pinprick/wake.h"

namespace pinprick::testkit {

// Which future was polled first, second, ..., by its index.
using PollOrder = std::vector<std::size_t>;

template <Future... Fs>
class Interleave final {
 public:
  // Pins the futures. Each counts as woken, as one that was just spawned does.
  explicit Interleave(Fs... futures) : parts_(std::move(futures)...) {}
  Interleave(const Interleave&) = delete;
  Interleave& operator=(const Interleave&) = delete;
  ~Interleave() {
    std::apply([](auto&... parts) { (parts.future.reset(), ...); }, parts_);
  }

  // Polls the future of that index once, woken or not, unless it is ready. Says whether it is
  // ready. Panics (kBadArgument, "Interleave") if there is no such future.
  bool poll(std::size_t index) {
    if (index >= size()) panic(PanicReason::kBadArgument, "Interleave");
    bool ready = false;
    visit([&](std::size_t i, auto& part) {
      if (i != index) return;
      if (!part.ready) order_.push_back(index);
      ready = part.poll();
    });
    return ready;
  }

  // Polls as `order` says, leaving out those that are ready.
  void poll_in_order(const PollOrder& order) {
    for (const std::size_t index : order) poll(index);
  }

  // The number of futures.
  [[nodiscard]] static constexpr std::size_t size() noexcept { return sizeof...(Fs); }

  // Whether the future of that index is ready.
  [[nodiscard]] bool is_ready(std::size_t index) const noexcept {
    bool ready = false;
    visit([&](std::size_t i, const auto& part) { ready = ready || (i == index && part.ready); });
    return ready;
  }

  // Whether all are ready.
  [[nodiscard]] bool all_ready() const noexcept {
    return std::apply([](const auto&... parts) { return (parts.ready && ...); }, parts_);
  }

  // The indexes of those that an executor would poll: not ready, and woken since their last poll.
  // None while not all are ready is a stall.
  [[nodiscard]] PollOrder woken() const {
    PollOrder indexes;
    visit([&](std::size_t i, const auto& part) {
      if (!part.ready && part.flag->woken) indexes.push_back(i);
    });
    return indexes;
  }

  // Takes the output of a future that is ready, once. Panics (kNotReady, "MaybeDone") if there is
  // none.
  template <std::size_t kIndex>
  auto take_output() {
    auto& part = std::get<kIndex>(parts_);
    return part.take_output();
  }

  // The polls so far.
  [[nodiscard]] const PollOrder& order() const noexcept { return order_; }

 private:
  struct Flag final : Wake {
    void wake() override { woken = true; }
    std::atomic<bool> woken = true;
  };

  template <class F>
  struct Part {
    explicit Part(F f) : future(std::in_place, std::move(f)) {}

    Pin<MaybeDone<F>&> pinned() {
      return Pin<MaybeDone<F>&>::new_unchecked(*future, Unsafe("its Interleave does not move"));
    }

    bool poll() {
      if (ready) return true;
      flag->woken = false;
      const Waker waker = flag.waker();
      Context cx(waker);
      return ready = MaybeDone<F>::poll_done(pinned(), cx);
    }

    typename F::Output take_output() { return MaybeDone<F>::take_output(pinned()); }

    std::optional<MaybeDone<F>> future;
    WakeRef<Flag> flag = WakeRef<Flag>::make();
    bool ready = false;
  };

  // Calls `fn` with each index and part.
  template <class Fn>
  void visit(Fn fn) {
    std::size_t i = 0;
    std::apply([&](auto&... parts) { (fn(i++, parts), ...); }, parts_);
  }
  template <class Fn>
  void visit(Fn fn) const {
    std::size_t i = 0;
    std::apply([&](const auto&... parts) { (fn(i++, parts), ...); }, parts_);
  }

  std::tuple<Part<Fs>...> parts_;
  PollOrder order_;
};

// Thrown by `for_each_interleaving`. If an exception was the reason, it is nested in this one.
class InterleavingFailed : public std::runtime_error {
 public:
  // `reason` may be empty.
  InterleavingFailed(PollOrder order, const std::string& reason)
      : std::runtime_error(describe(order, reason)), order_(std::move(order)) {}

  // The order that failed, fit for `poll_in_order`.
  [[nodiscard]] const PollOrder& order() const noexcept { return order_; }

 private:
  static std::string describe(const PollOrder& order, const std::string& reason) {
    std::string text = "the interleaving {";
    for (std::size_t i = 0; i < order.size(); ++i) {
      text += (i == 0 ? "" : ", ") + std::to_string(order[i]);
    }
    return text + "} failed" + (reason.empty() ? "" : ": ") + reason;
  }

  PollOrder order_;
};

// No order is longer, unless the caller says so.
inline constexpr std::size_t kMaxPolls = 16;

// Calls `make`, which returns an Interleave, once for each order there is; polls the futures in
// that order; and calls `check` with the Interleave, which says whether all is well. Returns the
// number of orders.
//
// An order goes on as long as a future is woken, each time with any one of the futures that are, up
// to `max_polls`. At its end not all may be ready: because they stalled, or because the order was
// cut. Throws InterleavingFailed at the first order for which `check` is false, or in which a
// future or `check` throws. Orders are gone through in lexicographical order. Their number grows
// exponentially with their length.
template <class Make, class Check>
std::size_t for_each_interleaving(Make make, Check check, std::size_t max_polls = kMaxPolls) {
  // The way to the order at hand: at each poll, how many futures were woken, and which was taken.
  struct Choice {
    std::size_t woken;
    std::size_t taken;
  };
  std::vector<Choice> way;
  for (std::size_t count = 1;; ++count) {
    auto run = make();
    bool fine = false;
    try {
      for (std::size_t i = 0; i < max_polls; ++i) {
        const PollOrder woken = run.woken();
        if (woken.empty()) break;
        if (i == way.size()) way.push_back({woken.size(), 0});
        run.poll(woken.at(way[i].taken));
      }
      fine = check(run);
    } catch (const std::exception& error) {
      std::throw_with_nested(InterleavingFailed(run.order(), error.what()));
    }
    if (!fine) throw InterleavingFailed(run.order(), "");
    // The last poll at which there was another choice takes the next one.
    while (!way.empty() && way.back().taken + 1 == way.back().woken) way.pop_back();
    if (way.empty()) return count;
    ++way.back().taken;
  }
}

}  // namespace pinprick::testkit
