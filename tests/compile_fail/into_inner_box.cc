// expect: Pin::into_inner needs Unpin
//
// There is no way back from a pin.

#include "pinprick/box.h"
#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = std::conditional_t<kFixed, Simple, Example>;

Box<F> reach(Pin<Box<F>> pin) { return std::move(pin).into_inner(); }
