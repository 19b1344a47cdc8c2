#include "corpus/bugs/llvm_69394.h"

#include "pinprick/check.h"

namespace pinprick::bugs::llvm_69394 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Inlined<kMended>;
  check::type<Tested>(name)
      .call("push", &Tested::push)
      .call("next", &Tested::next)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("llvm_69394");
  add<true>("llvm_69394.mended");
}

}  // namespace pinprick::bugs::llvm_69394
