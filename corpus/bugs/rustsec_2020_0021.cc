#include "corpus/bugs/rustsec_2020_0021.h"

#include "pinprick/check.h"

namespace pinprick::bugs::rustsec_2020_0021 {
namespace {

template <bool kMended>
auto claim() {
  if constexpr (kMended) {
    return check::Unpin();
  } else {
    return check::PinnedAfter{"start"};
  }
}

template <bool kMended>
void add(const char* name) {
  using Tested = Reader<kMended>;
  check::type<Tested, World>(name)
      .call("start", &Tested::start)
      .call("wait", &Tested::wait)
      .call("forget", &Tested::forget)
      .result(&Tested::result)
      .event("complete", &World::complete)
      .claims(claim<kMended>(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("rustsec_2020_0021");
  add<true>("rustsec_2020_0021.mended");
}

}  // namespace pinprick::bugs::rustsec_2020_0021
