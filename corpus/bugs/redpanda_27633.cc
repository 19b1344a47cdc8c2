#include "corpus/bugs/redpanda_27633.h"

#include "pinprick/check.h"

namespace pinprick::bugs::redpanda_27633 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Entry<kMended>;
  check::type<Tested, World>(name)
      .call("link", &Tested::link)
      .call("unlink", &Tested::unlink)
      .result(&Tested::result)
      .event("walk", &World::walk)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("redpanda_27633");
  add<true>("redpanda_27633.mended");
}

}  // namespace pinprick::bugs::redpanda_27633
