#include "corpus/bugs/rust_102737.h"

#include <cstdint>

#include "pinprick/check.h"

namespace pinprick::bugs::rust_102737 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Join<kMended>;
  check::type<Tested>(name)
      .make([](std::uint8_t first, std::uint8_t second) { return Tested(first % 5, second % 5); })
      .call("poll", &Tested::poll)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("rust_102737");
  add<true>("rust_102737.mended");
}

}  // namespace pinprick::bugs::rust_102737
