#include "corpus/bugs/rustsec_2020_0061.h"

#include "pinprick/check.h"

namespace pinprick::bugs::rustsec_2020_0061 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Notifier<kMended>;
  check::type<Tested>(name)
      .call("take", &Tested::take)
      .call("wake", &Tested::wake)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("rustsec_2020_0061");
  add<true>("rustsec_2020_0061.mended");
}

}  // namespace pinprick::bugs::rustsec_2020_0061
