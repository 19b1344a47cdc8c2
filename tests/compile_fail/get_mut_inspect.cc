// expect: Pin::get_mut needs Unpin
//
// An Inspect is pinned structurally: it is Unpin only when its future is.

#include "pinprick/future/example.h"
#include "pinprick/future/inspect.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

struct Look {
  void operator()(std::int64_t) const {}
};
using F = Inspect<std::conditional_t<kFixed, Simple, Example>, Look>;

F& reach(Pin<F&> pin) { return pin.get_mut(); }
