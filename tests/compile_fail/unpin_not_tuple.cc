// expect: Pin::make needs Unpin
//
// A tuple is as its elements are.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
using Part = Simple;
#else
using Part = Example;
#endif

using Parts = std::tuple<int, Part>;

auto reach(Parts& value) { return Pin<Parts&>::make(value); }
