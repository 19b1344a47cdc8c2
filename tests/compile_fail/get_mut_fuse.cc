// expect: Pin::get_mut needs Unpin
//
// A future may still be inside.

#include "pinprick/future/example.h"
#include "pinprick/future/fuse.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = Fuse<std::conditional_t<kFixed, Simple, Example>>;

F& reach(Pin<F&> pin) { return pin.get_mut(); }
