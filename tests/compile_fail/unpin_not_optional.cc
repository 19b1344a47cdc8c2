// expect: Pin::make needs Unpin
//
// An optional holds its value inline.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
using Part = Simple;
#else
using Part = Example;
#endif

using Perhaps = std::optional<Part>;

auto reach(Perhaps& value) { return Pin<Perhaps&>::make(value); }
