#include "harness/subject/any_kind.h"
#include "harness/subject/parts.h"
#include "pinprick/future/map.h"

namespace pinprick::harness {
namespace {

struct Add {
  std::uint8_t amount;
  std::int64_t operator()(std::int64_t value) const { return value + amount; }
};

template <bool unpin>
struct MapOf {
  using Child = AnyLeaf<unpin, kMakeableLeafBytes>;
  using Type = Map<Child, Add>;

  static Type construct(const Making& making) {
    return map(Child(making), Add{making.kind.number});
  }
};

}  // namespace

void add_maps(Catalogue& catalogue) { add_shapes<Combinator::kMap, MapOf>(catalogue); }

}  // namespace pinprick::harness
