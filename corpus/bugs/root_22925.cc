#include "corpus/bugs/root_22925.h"

#include <cstdint>

#include "pinprick/check.h"

namespace pinprick::bugs::root_22925 {
namespace {

template <bool kMended>
void add(const char* name) {
  using Tested = Column<kMended>;
  check::type<Tested>(name)
      .call("push", &Tested::push)
      .call("read", [](Tested& column, std::uint8_t row) { return column.read(row % 4); })
      .claims(check::Unpin(), check::Cancellable());
}

}  // namespace

void add_all() {
  add<false>("root_22925");
  add<true>("root_22925.mended");
}

}  // namespace pinprick::bugs::root_22925
