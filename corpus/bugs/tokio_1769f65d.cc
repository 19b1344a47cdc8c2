#include "corpus/bugs/tokio_1769f65d.h"

#include "pinprick/check.h"

namespace pinprick::bugs::tokio_1769f65d {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Reader<kMended>;
  check::type<Tested>(name)
      .call("read", &Tested::read)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("tokio_1769f65d");
  add<true>("tokio_1769f65d.mended");
}

}  // namespace pinprick::bugs::tokio_1769f65d
