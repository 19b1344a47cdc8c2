#include "corpus/bugs/asio_1137.h"

#include "pinprick/check.h"

namespace pinprick::bugs::asio_1137 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Starter<kMended>;
  check::type<Tested>(name)
      .call("prepare", &Tested::prepare)
      .call("start", &Tested::start)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("asio_1137");
  add<true>("asio_1137.mended");
}

}  // namespace pinprick::bugs::asio_1137
