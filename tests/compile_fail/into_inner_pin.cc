// expect: Pin::into_inner needs Unpin
//
// Even where a Pin remains inside: one rule for every pointer.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = std::conditional_t<kFixed, Simple, Example>;

Pin<F&> reach(Pin<Pin<F&>> pin) { return std::move(pin).into_inner(); }
