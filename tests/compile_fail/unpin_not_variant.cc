// expect: Pin::make needs Unpin
//
// A variant is as its alternatives are, whichever it holds.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
using Part = Simple;
#else
using Part = Example;
#endif

using OneOfTwo = std::variant<int, Part>;

auto reach(OneOfTwo& value) { return Pin<OneOfTwo&>::make(value); }
