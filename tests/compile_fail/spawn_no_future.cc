// expect: ThreadPool::spawn needs a Future
//
// A function is not a future; `lazy` makes one of it.

#include "pinprick/executor/thread_pool.h"
#include "pinprick/future/lazy.h"

using namespace pinprick;

void use(ThreadPool& pool) {
  const auto three = [](Context&) { return 3; };
#ifdef FIXED
  pool.spawn(lazy(three));
#else
  pool.spawn(three);
#endif
}
