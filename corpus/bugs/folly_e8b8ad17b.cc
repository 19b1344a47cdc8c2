#include "corpus/bugs/folly_e8b8ad17b.h"

#include <string>
#include <utility>

#include "pinprick/check.h"

namespace pinprick::bugs::folly_e8b8ad17b {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Generator<kMended>;
  // Never empty, or the generator would end at its first step.
  check::type<Tested>(name)
      .call("start",
            [](Tested& generator, std::string words) { generator.start(std::move(words) + '.'); })
      .call("next", &Tested::next)
      .result(&Tested::result)
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("folly_e8b8ad17b");
  add<true>("folly_e8b8ad17b.mended");
}

}  // namespace pinprick::bugs::folly_e8b8ad17b
