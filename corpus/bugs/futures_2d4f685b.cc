#include "corpus/bugs/futures_2d4f685b.h"

#include "pinprick/check.h"

namespace pinprick::bugs::futures_2d4f685b {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = TaskSet<kMended>;
  check::type<Tested>(name)
      .call("push", [](Tested& set, bool is_quiet) { set.push(!is_quiet); })
      .call("wake", &Tested::wake)
      .call("cancel", &Tested::cancel)
      .call("poll", &Tested::poll)
      .claims(check::NeverMoves(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("futures_2d4f685b");
  add<true>("futures_2d4f685b.mended");
}

}  // namespace pinprick::bugs::futures_2d4f685b
