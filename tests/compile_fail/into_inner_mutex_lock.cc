// expect: Pin::into_inner needs Unpin
//
// A future that waits for a lock lies in the list of the mutex; the guard that it gives does not.

#include "pinprick/box.h"
#include "pinprick/sync/mutex.h"

using namespace pinprick;

#ifdef FIXED
using T = MutexGuard<int>;
#else
using T = MutexLock<int>;
#endif

Box<T> reach(Pin<Box<T>> pin) { return std::move(pin).into_inner(); }
