#include "corpus/bugs/rustsec_2023_0005.h"

#include "pinprick/check.h"

namespace pinprick::bugs::rustsec_2023_0005 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Port<kMended>;
  check::type<Tested>(name)
      .call("split", &Tested::split)
      .call("poll_read", &Tested::poll_read)
      .call("poll_write", &Tested::poll_write)
      .call("unsplit", &Tested::unsplit)
      .call("poll", &Tested::poll)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("rustsec_2023_0005");
  add<true>("rustsec_2023_0005.mended");
}

}  // namespace pinprick::bugs::rustsec_2023_0005
