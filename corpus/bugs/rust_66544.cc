#include "corpus/bugs/rust_66544.h"

#include "pinprick/check.h"

namespace pinprick::bugs::rust_66544 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Clock<kMended>;
  check::type<Tested>(name)
      .call("poll", &Tested::poll)
      .call("share", &Tested::share)
      .call("forget", &Tested::forget)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("rust_66544");
  add<true>("rust_66544.mended");
}

}  // namespace pinprick::bugs::rust_66544
