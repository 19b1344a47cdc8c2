// expect: Pin::make needs Unpin
//
// A vector holds its elements as if they were its own.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
using Part = Simple;
#else
using Part = Example;
#endif

using Parts = std::vector<Part>;

auto reach(Parts& value) { return Pin<Parts&>::make(value); }
