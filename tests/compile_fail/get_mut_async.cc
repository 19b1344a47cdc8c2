// expect: Pin::get_mut needs Unpin
//
// A frame may hold pointers into itself. The handle of the boxed form is another matter.

#include "pinprick/async.h"

using namespace pinprick;

Co<int> body() { co_return 1; }

#ifdef FIXED
using F = BoxFuture<int>;
#else
using F = decltype(async(body));
#endif

F& reach(Pin<F&> pin) { return pin.get_mut(); }
