#include "corpus/bugs/asio_1752.h"

#include "pinprick/check.h"

namespace pinprick::bugs::asio_1752 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Channel<kMended>;
  check::type<Tested>(name)
      .call("async_receive", &Tested::async_receive)
      .call("send", &Tested::send)
      .call("close", &Tested::close)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("asio_1752");
  add<true>("asio_1752.mended");
}

}  // namespace pinprick::bugs::asio_1752
