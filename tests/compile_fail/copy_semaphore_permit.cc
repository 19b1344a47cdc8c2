// expect: delete
//
// A copy would be a permit more.

#include "pinprick/sync/semaphore.h"

using namespace pinprick;

void reach(SemaphorePermit permit, SemaphorePermit other) {
#ifdef FIXED
  permit = std::move(other);
#else
  permit = other;
#endif
}
