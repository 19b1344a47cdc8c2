// A Remote and its handle in one future.
//
// Each poll drives the Remote, and then asks the handle. Before a poll whose number it was given,
// if not 0, it drops the handle; that cancels, and it gives nothing. What the future throws comes
// out of the handle. Destroyed while it is pending, it drops the handle first. Polled after Ready
// it panics as a Remote.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/future/remote_handle.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class F>
class BothEnds {
  using Handle = RemoteHandle<typename F::Output>;

 public:
  using PinnedFields = Fields<Remote<F>>;
  using Output = std::optional<typename F::Output>;

  BothEnds(F future, std::uint8_t dropped_before)
      : BothEnds(remote_handle(std::move(future)), dropped_before) {}

  static Poll<Output> poll(Pin<BothEnds&> self, Context& cx) {
    BothEnds& me = self.get_unchecked_mut(Unsafe("the Remote is only reached through a Pin"));
    if (me.polls_left_ == 1) me.handle_.reset();
    if (me.polls_left_ > 0) --me.polls_left_;
    const Unsafe why("pinned as what it is in");
    const bool is_over =
        Remote<F>::poll(Pin<Remote<F>&>::new_unchecked(me.remote_, why), cx).is_ready();
    if (me.handle_.has_value()) {
      return Handle::poll(Pin<Handle&>::make(*me.handle_), cx).map([](auto output) {
        return Output(std::move(output));
      });
    }
    return is_over ? Poll<Output>::ready(std::nullopt) : Poll<Output>(kPending);
  }

 private:
  BothEnds(std::pair<Remote<F>, Handle> ends, std::uint8_t dropped_before)
      : remote_(std::move(ends.first)),
        handle_(std::move(ends.second)),
        polls_left_(dropped_before) {}

  Remote<F> remote_;
  std::optional<Handle> handle_;
  std::uint8_t polls_left_;
};

}  // namespace pinprick::harness
