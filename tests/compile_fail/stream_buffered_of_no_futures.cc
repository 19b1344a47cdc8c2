// expect: stream::buffered needs a stream of futures
//
// Numbers cannot be under way.

#include "pinprick/future/ready.h"
#include "pinprick/stream/buffered.h"
#include "pinprick/stream/once.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  (void)stream::buffered(stream::once(ready(1)), 2);
#else
  (void)stream::buffered(stream::once(1), 2);
#endif
}
