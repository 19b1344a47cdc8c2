#include "futures/map.h"
#include "harness/subject/bind.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

struct Add {
  std::uint8_t amount;
  std::int64_t operator()(std::int64_t value) const { return value + amount; }
};

template <Leaf leaf>
struct MapOf {
  using Child = typename LeafType<leaf>::type;
  using Type = Map<Child, Add>;

  static Type construct(const Kind& kind, ValueId owner) {
    return map(LeafMaker<Child>::make(kind, owner), Add{kind.number});
  }
};

}  // namespace

void add_maps(Catalogue& catalogue) { add_shapes<Combinator::kMap, MapOf>(catalogue); }

}  // namespace pinprick::harness
