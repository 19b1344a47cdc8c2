// expect: Pin::into_inner needs Unpin
//
// Out of its box it would move; before it is pinned it may.

#include "pinprick/async.h"
#include "pinprick/box.h"

using namespace pinprick;

Co<int> body() { co_return 1; }

using F = decltype(async(body));

#ifdef FIXED
F take(Box<F> future) { return std::move(future).into_inner(); }
#else
F take(Pin<Box<F> > future) { return std::move(future).into_inner().into_inner(); }
#endif
