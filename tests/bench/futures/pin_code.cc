// The same work through a Pin and through a plain reference or pointer, twice the same
// instructions: pin_code_test.sh compares each NAME_pinned with its NAME_plain.
#include <cstddef>
#include <cstdint>
#include <utility>

#include "pinprick/box.h"
#include "pinprick/future.h"

namespace pinprick::bench {
namespace {

// Counts down, once a poll: written for a Pin, and for whoever takes the address as it comes.
struct Countdown {
  using Output = std::uint64_t;

  static Poll<Output> poll(Pin<Countdown&> self, Context& cx) {
    return self.get_unchecked_mut(Unsafe("nothing is moved")).poll_plain(cx);
  }

  Poll<Output> poll_plain(Context& cx) {
    if (left == 0) return Poll<Output>::ready(value);
    --left;
    cx.waker().wake_by_ref();
    return kPending;
  }

  std::size_t left;
  std::uint64_t value;
  PhantomPinned pinned;
};

// Two of them, one after the other, reached by projection.
struct Both {
  using Output = std::uint64_t;

  static Poll<Output> poll(Pin<Both&> self, Context& cx) {
    const Unsafe why("fields that are only reached through a Pin");
    auto first =
        self.as_mut().map_unchecked_mut([](Both& both) -> Countdown& { return both.first; }, why);
    auto answer = Countdown::poll(first, cx);
    if (answer.is_pending()) return kPending;
    auto second = std::move(self).map_unchecked_mut(
        [](Both& both) -> Countdown& { return both.second; }, why);
    return Countdown::poll(second, cx);
  }

  Poll<Output> poll_plain(Context& cx) {
    auto answer = first.poll_plain(cx);
    if (answer.is_pending()) return kPending;
    return second.poll_plain(cx);
  }

  Countdown first;
  Countdown second;
};

}  // namespace

// Defined elsewhere, so that the calls stay calls.
struct Opaque {
  using Output = std::uint64_t;
  PhantomPinned pinned;
};
extern "C" bool opaque_poll_pinned(Pin<Opaque&> self, Context& cx);
extern "C" bool opaque_poll_plain(Opaque& self, Context& cx);

extern "C" {

// A poll that is inlined.
bool poll_pinned(Countdown& future, Context& cx) {
  auto self = Pin<Countdown&>::new_unchecked(future, Unsafe("never moved"));
  return Countdown::poll(self, cx).is_ready();
}
bool poll_plain(Countdown& future, Context& cx) { return future.poll_plain(cx).is_ready(); }

// A Pin that comes as an argument, as a reference does.
std::uint64_t argument_pinned(Pin<Countdown&> self, Context& cx) {
  auto answer = Countdown::poll(self, cx);
  return answer.is_ready() ? answer.value() : 0;
}
std::uint64_t argument_plain(Countdown& self, Context& cx) {
  auto answer = self.poll_plain(cx);
  return answer.is_ready() ? answer.value() : 0;
}

// A Pin that is handed on, in a loop.
void drive_pinned(Opaque& future, Context& cx) {
  auto self = Pin<Opaque&>::new_unchecked(future, Unsafe("never moved"));
  while (!opaque_poll_pinned(self.as_mut(), cx)) {
  }
}
void drive_plain(Opaque& future, Context& cx) {
  while (!opaque_poll_plain(future, cx)) {
  }
}

// Projections.
bool project_pinned(Pin<Both&> self, Context& cx) { return Both::poll(self, cx).is_ready(); }
bool project_plain(Both& self, Context& cx) { return self.poll_plain(cx).is_ready(); }

// Through a Box that is pinned, beside a Box that is not. Both ask whether it is empty.
bool boxed_pinned(Pin<Box<Countdown>>& box, Context& cx) {
  return Countdown::poll(box.as_mut(), cx).is_ready();
}
bool boxed_plain(Box<Countdown>& box, Context& cx) { return (*box).poll_plain(cx).is_ready(); }

}  // extern "C"
}  // namespace pinprick::bench
