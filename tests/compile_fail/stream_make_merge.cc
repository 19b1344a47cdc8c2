// expect: Pin::make needs Unpin
//
// One stream that may not move is enough.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"
#include "pinprick/stream/from_future.h"
#include "pinprick/stream/merge.h"

using namespace pinprick;

#ifdef FIXED
using F = Simple;
#else
using F = Example;
#endif

using S = stream::Merge<stream::FromFuture<Simple>, stream::FromFuture<F>>;

Pin<S&> pin(S& merged) { return Pin<S&>::make(merged); }
