#include "corpus/bugs/redpanda_29846.h"

#include "pinprick/check.h"

namespace pinprick::bugs::redpanda_29846 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Fetcher<kMended>;
  check::type<Tested>(name)
      .call("fetch", &Tested::fetch)
      .call("resume", &Tested::resume)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("redpanda_29846");
  add<true>("redpanda_29846.mended");
}

}  // namespace pinprick::bugs::redpanda_29846
