#include "corpus/bugs/llvm_59723.h"

#include "pinprick/check.h"

namespace pinprick::bugs::llvm_59723 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Runner<kMended>;
  check::type<Tested>(name)
      .call("start", &Tested::start)
      .call("resume", &Tested::resume)
      .call("destroy", &Tested::destroy)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("llvm_59723");
  add<true>("llvm_59723.mended");
}

}  // namespace pinprick::bugs::llvm_59723
