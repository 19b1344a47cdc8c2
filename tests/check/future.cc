// Example: futures of this library, each in one line, and its claim with it. The lying one says
// that it is Unpin, and after its first poll points into itself.

#include "pinprick/future.h"

#include "pinprick/check/poll.h"
#include "pinprick/future/yield_now.h"
#include "pinprick/sync/notify.h"
#include "pinprick/unpin.h"

namespace pinprick::check::future_example {
class SelfPointing;
}  // namespace pinprick::check::future_example

template <>
inline constexpr bool pinprick::enable_unpin<pinprick::check::future_example::SelfPointing> = true;

namespace pinprick::check::future_example {

// Ready when it was polled four times.
class SelfPointing {
 public:
  using Output = int;

  static Poll<int> poll(Pin<SelfPointing&> self, Context& cx) {
    SelfPointing& me = self.get_mut();
    if (me.next_ == nullptr) me.next_ = me.polls_;
    if (me.next_ == me.polls_ + 3) return poll_ready(*(me.next_ - 1));
    *me.next_++ = 1;
    cx.waker().wake_by_ref();
    return kPending;
  }

 private:
  int polls_[3] = {};
  int* next_ = nullptr;
};

namespace {

struct World {
  LocalNotify notify;

  void notify_one() { notify.notify_one(); }
};

using Notified = decltype(LocalNotify().notified());

[[maybe_unused]] const auto yielding = future<YieldNow>("future.unpin");

[[maybe_unused]] const auto& notified = future<Notified, World>("future", [](World& world) {
                                          return world.notify.notified();
                                        }).event("notify_one", &World::notify_one);

[[maybe_unused]] const auto lying = future<SelfPointing>("future.lying");

}  // namespace
}  // namespace pinprick::check::future_example
