// expect: co_await needs a Future: a type with Output and poll
//
// What another library calls awaitable would be resumed by somebody else than poll.

#include "pinprick/async.h"
#include "pinprick/future/ready.h"

using namespace pinprick;

Co<void> body() {
#ifdef FIXED
  co_await ready(1);
#else
  co_await std::suspend_always{};
#endif
}
