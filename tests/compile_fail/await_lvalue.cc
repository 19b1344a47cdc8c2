// expect: co_await of an lvalue needs Unpin
//
// A future that has a name could be moved later. A temporary, or a Pin of it, is all right.

#include "pinprick/async.h"
#include "pinprick/future/example.h"
#include "pinprick/pin_local.h"

using namespace pinprick;

Co<std::int64_t> body() {
#ifdef FIXED
  PINPRICK_PIN_MUT(future, example());
#else
  Example future = example();
#endif
  co_return co_await future;
}
