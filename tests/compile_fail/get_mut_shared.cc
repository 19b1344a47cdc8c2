// expect: Pin::get_mut needs Unpin
//
// A handle is in the list of those who wait, whatever its future is.

#include "pinprick/box.h"
#include "pinprick/future/shared.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
using F = Pin<Box<Shared<Simple>>>;
#else
using F = Shared<Simple>;
#endif

F& reach(Pin<F&> pin) { return pin.get_mut(); }
