#include "corpus/bugs/pasts_3.h"

#include "pinprick/check.h"

namespace pinprick::bugs::pasts_3 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Task<kMended>;
  check::type<Tested>(name)
      .call("poll", &Tested::poll)
      .call("set_name", &Tested::set_name)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("pasts_3");
  add<true>("pasts_3.mended");
}

}  // namespace pinprick::bugs::pasts_3
