#include "corpus/bugs/cp_51.h"

#include "pinprick/check.h"

namespace pinprick::bugs::cp_51 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Job<kMended>;
  check::type<Tested>(name)
      .call("start", &Tested::start)
      .call("resume", &Tested::resume)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("cp_51");
  add<true>("cp_51.mended");
}

}  // namespace pinprick::bugs::cp_51
