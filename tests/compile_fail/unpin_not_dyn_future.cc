// expect: Pin::make needs Unpin
//
// What is behind a type-erased future is anybody's guess. Its box is Unpin.

#include "pinprick/boxed_future.h"

using namespace pinprick;

#ifdef FIXED
using F = BoxFuture<int>;
#else
using F = DynFuture<int>;
#endif

auto reach(F& value) { return Pin<F&>::make(value); }
