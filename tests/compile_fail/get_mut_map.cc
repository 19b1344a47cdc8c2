// expect: Pin::get_mut needs Unpin
//
// A Map is pinned structurally: it is Unpin only when its future is.

#include "pinprick/future/example.h"
#include "pinprick/future/map.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

struct Same {
  std::int64_t operator()(std::int64_t value) const { return value; }
};
using F = Map<std::conditional_t<kFixed, Simple, Example>, Same>;

F& reach(Pin<F&> pin) { return pin.get_mut(); }
