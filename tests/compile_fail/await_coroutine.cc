// expect: co_await of a Co: a coroutine has no place of its own
//
// Only `async` gives a coroutine a place to be built in.

#include "pinprick/async.h"

using namespace pinprick;

Co<int> inner() { co_return 1; }

Co<int> body() {
#ifdef FIXED
  co_return co_await async(inner);
#else
  co_return co_await inner();
#endif
}
