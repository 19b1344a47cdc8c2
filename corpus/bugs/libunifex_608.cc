#include "corpus/bugs/libunifex_608.h"

#include <type_traits>

#include "pinprick/check.h"

namespace pinprick::bugs::libunifex_608 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Operation<kMended>;
  // The mended one has no move constructor.
  using Claim = std::conditional_t<kMended, check::NeverMoves, check::Unpin>;
  check::type<Tested, World>(name)
      .call("start", &Tested::start)
      .result(&Tested::result)
      .event("complete", &World::complete)
      .claims(Claim(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("libunifex_608");
  add<true>("libunifex_608.mended");
}

}  // namespace pinprick::bugs::libunifex_608
