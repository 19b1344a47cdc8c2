// expect: Pin::make needs Unpin
//
// Looking at a value is no way of pinning it: whoever owns it moves it all the same.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = std::conditional_t<kFixed, Simple, Example>;

Pin<const F&> reach(const F& value) { return Pin<const F&>::make(value); }
