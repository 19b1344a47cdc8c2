#include "corpus/bugs/folly_0950060f.h"

#include "pinprick/check.h"

namespace pinprick::bugs::folly_0950060f {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Index<kMended>;
  check::type<Tested>(name)
      .call("insert", &Tested::insert)
      .call("erase_first", &Tested::erase_first)
      .call("sum", &Tested::sum)
      .claims(check::Unpin(), check::Relocatable(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("folly_0950060f");
  add<true>("folly_0950060f.mended");
}

}  // namespace pinprick::bugs::folly_0950060f
