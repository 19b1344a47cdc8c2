#include "corpus/bugs/safe_cpp_29.h"

#include "pinprick/check.h"

namespace pinprick::bugs::safe_cpp_29 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Name<kMended>;
  auto tested = check::type<Tested>(name);
  tested.call("set", &Tested::set).call("append", &Tested::append).result(&Tested::result);
  // What is mended is the claim.
  if constexpr (kMended) {
    tested.claims(check::Unpin(), check::Cancellable());
  } else {
    tested.claims(check::Unpin(), check::Relocatable(), check::Cancellable());
  }
}

}  // namespace

void add_all() {
  add<false>("safe_cpp_29");
  add<true>("safe_cpp_29.mended");
}

}  // namespace pinprick::bugs::safe_cpp_29
