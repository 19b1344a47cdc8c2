// expect: Pin::get_mut needs Unpin
//
// The exceptions change nothing: the future is pinned inside.

#include "pinprick/future/catch.h"
#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = Catch<std::conditional_t<kFixed, Simple, Example>>;

F& reach(Pin<F&> pin) { return pin.get_mut(); }
