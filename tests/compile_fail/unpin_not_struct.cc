// expect: Pin::make needs Unpin
//
// A struct is as its fields are.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
using Part = Simple;
#else
using Part = Example;
#endif

struct Task {
  int number;
  Part part;
};

auto reach(Task& value) { return Pin<Task&>::make(value); }
