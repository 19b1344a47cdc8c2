// expect: delete
//
// What is assigned to may be waiting; a Pin replaces it by destroying it first.

#include "pinprick/sync/semaphore.h"

using namespace pinprick;

void reach(Semaphore& semaphore, Acquire& waiting) {
#ifdef FIXED
  Pin<Acquire&>::new_unchecked(waiting, Unsafe("it stays")).set(semaphore.acquire(2));
#else
  waiting = semaphore.acquire(2);
#endif
}
