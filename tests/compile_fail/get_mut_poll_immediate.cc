// expect: Pin::get_mut needs Unpin
//
// A single poll pins as much as many do.

#include "pinprick/future/example.h"
#include "pinprick/future/poll_immediate.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = PollImmediate<std::conditional_t<kFixed, Simple, Example>>;

F& reach(Pin<F&> pin) { return pin.get_mut(); }
