// expect: Pin::get_mut needs Unpin
//
// The owner of the Box has no more right to move the value than a borrower.

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

F& reach(Pin<Box<F>>& pin) { return pin.get_mut(); }
