#include "corpus/bugs/eastl_524.h"

#include <string>
#include <utility>

#include "pinprick/check.h"

namespace pinprick::bugs::eastl_524 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Vector<kMended>;
  // Never empty, or what was moved from would look as before.
  check::type<Tested>(name)
      .call("push", [](Tested& vector, std::string text) { vector.push(std::move(text) + '.'); })
      .call("push_last_again", &Tested::push_last_again)
      .call("pop", &Tested::pop)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("eastl_524");
  add<true>("eastl_524.mended");
}

}  // namespace pinprick::bugs::eastl_524
