#include "corpus/bugs/rustsec_2020_0049.h"

#include <type_traits>

#include "pinprick/check.h"

namespace pinprick::bugs::rustsec_2020_0049 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Framed<kMended>;
  // What is mended is the claim.
  using Claim = std::conditional_t<kMended, check::PinnedAfterFirstPoll, check::Unpin>;
  check::type<Tested, World>(name)
      .call("poll", &Tested::poll)
      .result(&Tested::result)
      .event("arrive", &World::arrive)
      .claims(Claim(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("rustsec_2020_0049");
  add<true>("rustsec_2020_0049.mended");
}

}  // namespace pinprick::bugs::rustsec_2020_0049
