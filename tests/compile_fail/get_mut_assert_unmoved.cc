// expect: Pin::get_mut needs Unpin
//
// What asserts that it stays is never given out to be moved, not even with a future that may.

#include "pinprick/future/simple.h"
#include "pinprick/testing/assert_unmoved.h"
#include "pinprick/testing/pending_once.h"

using namespace pinprick;

#ifdef FIXED
using F = testkit::InterleavePending<Simple>;
#else
using F = testkit::AssertUnmoved<Simple>;
#endif

F& reach(Pin<F&> pin) { return pin.get_mut(); }
