// expect: Pin::into_inner needs Unpin
//
// A shared pin is a pin.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = std::conditional_t<kFixed, Simple, Example>;

std::shared_ptr<F> reach(Pin<std::shared_ptr<F>> pin) { return std::move(pin).into_inner(); }
