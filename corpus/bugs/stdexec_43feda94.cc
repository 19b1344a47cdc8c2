#include "corpus/bugs/stdexec_43feda94.h"

#include "pinprick/check.h"

namespace pinprick::bugs::stdexec_43feda94 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Let<kMended>;
  check::type<Tested>(name)
      .call("run", [](Tested& let, bool connects) { let.run(!connects); })
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("stdexec_43feda94");
  add<true>("stdexec_43feda94.mended");
}

}  // namespace pinprick::bugs::stdexec_43feda94
