#include "harness/subject/any_kind.h"
#include "harness/subject/captured.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

template <bool unpin>
struct CapturedOf {
  using Child = AnyLeaf<unpin>;
  using Type = decltype(captured(std::declval<Child>()));

  static Type construct(const Making& making) { return captured(Child(making)); }
};

template <bool unpin>
struct CapturedPinOf {
  using Child = AnyLeaf<unpin>;
  using Type = decltype(captured_pin(std::declval<Child>()));

  static Type construct(const Making& making) { return captured_pin(Child(making)); }
};

}  // namespace

void add_captured(Catalogue& catalogue) {
  add_shapes<Combinator::kCaptured, CapturedOf>(catalogue);
  add_shapes<Combinator::kCapturedPin, CapturedPinOf>(catalogue);
}

}  // namespace pinprick::harness
