#include "corpus/bugs/pin_project_34.h"

#include "pinprick/check.h"

namespace pinprick::bugs::pin_project_34 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Record<kMended>;
  check::type<Tested, World>(name)
      .call("poll", &Tested::poll)
      .result(&Tested::result)
      .event("wake", &World::wake)
      .claims(check::PinnedAfterFirstPoll(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("pin_project_34");
  add<true>("pin_project_34.mended");
}

}  // namespace pinprick::bugs::pin_project_34
