// expect: Pin::make needs Unpin
//
// One future that may not move is enough.

#include "futures/example.h"
#include "futures/join.h"
#include "futures/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = Join<std::conditional_t<kFixed, Simple, Example>, Simple>;

Pin<F&> reach(F& future) { return Pin<F&>::make(future); }
