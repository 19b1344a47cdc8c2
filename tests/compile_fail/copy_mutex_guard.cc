// expect: delete
//
// Two guards would unlock twice.

#include "pinprick/sync/mutex.h"

using namespace pinprick;

void reach(MutexGuard<int> guard) {
#ifdef FIXED
  MutexGuard<int> second = std::move(guard);
#else
  MutexGuard<int> second = guard;
#endif
  (void)second;
}
