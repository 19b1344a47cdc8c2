// expect: poll_fn needs a function from Context& to a Poll<T>
//
// A poll function says whether it is ready; `lazy` takes one that always is.

#include "pinprick/future/poll_fn.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  (void)poll_fn([](Context&) { return poll_ready(1); });
#else
  (void)poll_fn([](Context&) { return 1; });
#endif
}
