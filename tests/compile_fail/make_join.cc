// expect: Pin::make needs Unpin
//
// One future that may not move is enough.

#include "pinprick/future/example.h"
#include "pinprick/future/join.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = Join<std::conditional_t<kFixed, Simple, Example>, Simple>;

Pin<F&> reach(F& future) { return Pin<F&>::make(future); }
