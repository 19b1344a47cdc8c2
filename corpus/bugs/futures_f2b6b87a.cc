#include "corpus/bugs/futures_f2b6b87a.h"

#include "pinprick/check.h"

namespace pinprick::bugs::futures_f2b6b87a {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Alarm<kMended>;
  check::type<Tested>(name)
      .call("jam", [](Tested& alarm, bool off) { alarm.jam(!off); })
      .call("ring", &Tested::ring)
      .call("share", &Tested::share)
      .call("use_up", &Tested::use_up)
      .result(&Tested::result)
      .claims(check::NeverMoves(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("futures_f2b6b87a");
  add<true>("futures_f2b6b87a.mended");
}

}  // namespace pinprick::bugs::futures_f2b6b87a
