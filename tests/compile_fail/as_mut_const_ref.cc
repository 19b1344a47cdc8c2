// expect: gives no mutable access
//
// An exclusive borrow does not come out of a shared one.

#include "pinprick/future/example.h"

using namespace pinprick;

#ifdef FIXED
using P = Pin<Example&>;
#else
using P = Pin<const Example&>;
#endif

auto reach(P pin) { return pin.as_mut(); }
