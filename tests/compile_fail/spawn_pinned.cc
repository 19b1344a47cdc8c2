// expect: delete
//
// What is pinned already cannot be moved into a task; the pin itself can.

#include "pinprick/box.h"
#include "pinprick/executor/local_pool.h"
#include "pinprick/future/example.h"

using namespace pinprick;

void use(LocalPool& pool, Pin<Box<Example>> future) {
#ifdef FIXED
  pool.spawn(std::move(future));
#else
  pool.spawn(std::move(*future));
#endif
}
