#include "corpus/bugs/tokio_3101.h"

#include "pinprick/check.h"

namespace pinprick::bugs::tokio_3101 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Waiter<kMended>;
  check::type<Tested, World>(name)
      .call("poll", &Tested::poll)
      .event("notify_one", &World::notify_one)
      .claims(check::PinnedAfterFirstPoll(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("tokio_3101");
  add<true>("tokio_3101.mended");
}

}  // namespace pinprick::bugs::tokio_3101
