#include "corpus/bugs/rustsec_2020_0048.h"

#include <cstdint>

#include "pinprick/check.h"

namespace pinprick::bugs::rustsec_2020_0048 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Message<kMended>;
  // From 0 to 5, and first the lengths that show it.
  check::type<Tested>(name)
      .make([](std::uint8_t length) { return Tested((length + 4) % 6); })
      .call("poll", &Tested::poll)
      .call("replace",
            [](Tested& message, std::uint8_t length) { message.replace((length + 1) % 6); })
      .call("poll_previous", &Tested::poll_previous)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("rustsec_2020_0048");
  add<true>("rustsec_2020_0048.mended");
}

}  // namespace pinprick::bugs::rustsec_2020_0048
