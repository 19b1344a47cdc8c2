// expect: Pin::get_mut needs Unpin
//
// A stream of what may not move may not move either, whatever it is passed through.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"
#include "pinprick/stream/from_future.h"
#include "pinprick/stream/map.h"

using namespace pinprick;

#ifdef FIXED
using F = Simple;
#else
using F = Example;
#endif

struct Same {
  std::int64_t operator()(std::int64_t value) const { return value; }
};
using S = stream::Map<stream::FromFuture<F>, Same>;

S& reach(Pin<S&> pin) { return pin.get_mut(); }
