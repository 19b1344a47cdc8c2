#include "corpus/bugs/rustsec_2026_0005.h"

#include "pinprick/check.h"

namespace pinprick::bugs::rustsec_2026_0005 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Receiver<kMended>;
  check::type<Tested, World>(name)
      .call("poll", &Tested::poll)
      .result(&Tested::result)
      .event("begin_send", &World::begin_send)
      .event("finish_send", &World::finish_send)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("rustsec_2026_0005");
  add<true>("rustsec_2026_0005.mended");
}

}  // namespace pinprick::bugs::rustsec_2026_0005
