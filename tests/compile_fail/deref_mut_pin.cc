// expect: Pin::deref_mut needs Unpin
//
// A Pin of a Pin keeps the same value.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = std::conditional_t<kFixed, Simple, Example>;

F& reach(Pin<Pin<F&>>& pin) { return pin.deref_mut(); }
