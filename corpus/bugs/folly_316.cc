#include "corpus/bugs/folly_316.h"

#include "pinprick/check.h"

namespace pinprick::bugs::folly_316 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Vector<kMended>;
  check::type<Tested>(name)
      .call("emplace", &Tested::emplace)
      .call("erase_last", &Tested::erase_last)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("folly_316");
  add<true>("folly_316.mended");
}

}  // namespace pinprick::bugs::folly_316
