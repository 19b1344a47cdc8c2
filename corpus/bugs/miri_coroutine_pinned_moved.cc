#include "corpus/bugs/miri_coroutine_pinned_moved.h"

#include "pinprick/check.h"

namespace pinprick::bugs::miri_coroutine_pinned_moved {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Generator<kMended>;
  check::type<Tested>(name)
      .call("resume", &Tested::resume)
      .call("rebox", &Tested::rebox)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("miri_coroutine_pinned_moved");
  add<true>("miri_coroutine_pinned_moved.mended");
}

}  // namespace pinprick::bugs::miri_coroutine_pinned_moved
