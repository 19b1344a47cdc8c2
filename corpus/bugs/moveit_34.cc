#include "corpus/bugs/moveit_34.h"

#include "pinprick/check.h"

namespace pinprick::bugs::moveit_34 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Owner<kMended>;
  check::type<Tested>(name)
      .call("touch", &Tested::touch)
      .call("move_out", &Tested::move_out)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("moveit_34");
  add<true>("moveit_34.mended");
}

}  // namespace pinprick::bugs::moveit_34
