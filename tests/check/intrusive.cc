// Example: the hooks of boost.intrusive. A hook is a link, and its copy is not linked: what waits
// in a list must stay there. Moved, it does not die, but is forgotten, which no sanitizer sees;
// what it gives is not what it would have given unmoved. Assigned to, a hook stays linked, which is
// as wrong: without the operator= below the honest claim is refuted as well.

#include <boost/intrusive/list.hpp>
#include <boost/intrusive/list_hook.hpp>
#include <boost/intrusive/options.hpp>

#include "pinprick/check.h"

namespace pinprick::check::intrusive_example {
namespace {

namespace intrusive = boost::intrusive;

struct Queue;

class Waiter : public intrusive::list_base_hook<intrusive::link_mode<intrusive::auto_unlink>> {
 public:
  explicit Waiter(Queue& queue) : queue_(&queue) {}
  Waiter(Waiter&& other) noexcept : queue_(other.queue_), wakes_(other.wakes_) {}
  Waiter& operator=(Waiter&& other) noexcept {
    leave();
    queue_ = other.queue_;
    wakes_ = other.wakes_;
    return *this;
  }

  void wait();
  void leave() { unlink(); }
  void wake() { ++wakes_; }
  int wakes() const { return wakes_; }

 private:
  Queue* queue_;
  int wakes_ = 0;
};

// Knows no size: what unlinks itself cannot count down.
struct Queue {
  void wake_all() {
    while (!waiters.empty()) {
      waiters.front().wake();
      waiters.pop_front();
    }
  }

  intrusive::list<Waiter, intrusive::constant_time_size<false>> waiters;
};

void Waiter::wait() {
  unlink();
  queue_->waiters.push_back(*this);
}

template <class Claim>
void add(const char* name, Claim claim) {
  type<Waiter, Queue>(name)
      .call("wait", &Waiter::wait)
      .call("leave", &Waiter::leave)
      .event("wake_all", &Queue::wake_all)
      .result(&Waiter::wakes)
      .claims(claim, Cancellable());
}

[[maybe_unused]] const bool all_added =
    (add("intrusive", PinnedAfter{"wait"}), add("intrusive.lying", Unpin()), true);

}  // namespace
}  // namespace pinprick::check::intrusive_example
