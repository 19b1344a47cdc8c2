#include "corpus/bugs/rust_49150.h"

#include "pinprick/check.h"

namespace pinprick::bugs::rust_49150 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Pair<kMended>;
  check::type<Tested, World>(name)
      .call("poll", &Tested::poll)
      .event("walk", &World::walk)
      .claims(check::PinnedAfterFirstPoll(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("rust_49150");
  add<true>("rust_49150.mended");
}

}  // namespace pinprick::bugs::rust_49150
