// expect: Pin::get_mut needs Unpin
//
// The futures lie in the JoinArray itself; those of a JoinAll lie on the heap.

#include "pinprick/future/example.h"
#include "pinprick/future/join_all.h"

using namespace pinprick;

#ifdef FIXED
using F = JoinAll<Example>;
#else
using F = JoinArray<Example, 2>;
#endif

F& reach(Pin<F&> pin) { return pin.get_mut(); }
