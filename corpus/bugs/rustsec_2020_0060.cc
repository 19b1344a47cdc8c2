#include "corpus/bugs/rustsec_2020_0060.h"

#include "pinprick/check.h"

namespace pinprick::bugs::rustsec_2020_0060 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Sleeper<kMended>;
  check::type<Tested, World>(name)
      .call("poll", &Tested::poll)
      .result(&Tested::result)
      .event("fire", &World::fire)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("rustsec_2020_0060");
  add<true>("rustsec_2020_0060.mended");
}

}  // namespace pinprick::bugs::rustsec_2020_0060
