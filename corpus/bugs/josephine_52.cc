#include "corpus/bugs/josephine_52.h"

#include "pinprick/check.h"

namespace pinprick::bugs::josephine_52 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Slot<kMended>;
  check::type<Tested, World>(name)
      .call("pin", &Tested::pin)
      .call("overwrite", &Tested::overwrite)
      .result(&Tested::result)
      .event("walk", &World::walk)
      .claims(check::PinnedAfter{"pin"}, check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("josephine_52");
  add<true>("josephine_52.mended");
}

}  // namespace pinprick::bugs::josephine_52
