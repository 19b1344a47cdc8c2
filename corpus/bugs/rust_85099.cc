#include "corpus/bugs/rust_85099.h"

#include "pinprick/check.h"

namespace pinprick::bugs::rust_85099 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Runner<kMended>;
  check::type<Tested>(name)
      .call("poll", &Tested::poll)
      .call("erase", &Tested::erase)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("rust_85099");
  add<true>("rust_85099.mended");
}

}  // namespace pinprick::bugs::rust_85099
