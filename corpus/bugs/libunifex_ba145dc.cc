#include "corpus/bugs/libunifex_ba145dc.h"

#include "pinprick/check.h"

namespace pinprick::bugs::libunifex_ba145dc {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Operation<kMended>;
  check::type<Tested, World>(name)
      .call("start", &Tested::start)
      .result(&Tested::result)
      .event("request_stop", &World::request_stop)
      .event("run_callbacks", &World::run_callbacks)
      .claims(check::NeverMoves(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("libunifex_ba145dc");
  add<true>("libunifex_ba145dc.mended");
}

}  // namespace pinprick::bugs::libunifex_ba145dc
