// expect: Pin::get_mut needs Unpin
//
// A Pin of a plain pointer keeps what it points at as any other does.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = std::conditional_t<kFixed, Simple, Example>;

F& reach(Pin<F*> pin) { return pin.get_mut(); }
