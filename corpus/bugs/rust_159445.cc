#include "corpus/bugs/rust_159445.h"

#include "pinprick/check.h"

namespace pinprick::bugs::rust_159445 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Arena<kMended>;
  check::type<Tested, World>(name)
      .call("pin", &Tested::pin)
      .call("clone", &Tested::clone)
      .call("release", &Tested::release)
      .result(&Tested::result)
      .event("wake", &World::wake)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("rust_159445");
  add<true>("rust_159445.mended");
}

}  // namespace pinprick::bugs::rust_159445
