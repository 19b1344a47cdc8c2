#include "harness/subject/bind.h"
#include "harness/subject/captured.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <Leaf leaf>
struct CapturedOf {
  using Child = typename LeafType<leaf>::type;
  using Type = decltype(captured(std::declval<Child>()));

  static Type construct(const Kind& kind, ValueId owner) {
    return captured(LeafMaker<Child>::make(kind.first, owner, 0));
  }
};

template <Leaf leaf>
struct CapturedPinOf {
  using Child = typename LeafType<leaf>::type;
  using Type = decltype(captured_pin(std::declval<Child>()));

  static Type construct(const Kind& kind, ValueId owner) {
    return captured_pin(LeafMaker<Child>::make(kind.first, owner, 0));
  }
};

}  // namespace

void add_captured(Catalogue& catalogue) {
  add_shapes<Combinator::kCaptured, CapturedOf>(catalogue);
  add_shapes<Combinator::kCapturedPin, CapturedPinOf>(catalogue);
}

}  // namespace pinprick::harness
