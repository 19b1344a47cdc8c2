// expect: lazy needs a function of a Context&
//
// The function is told the context of the poll.

#include "pinprick/future/lazy.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  (void)lazy([](Context&) { return 1; });
#else
  (void)lazy([] { return 1; });
#endif
}
