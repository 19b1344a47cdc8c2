// expect: block_on needs a Future
//
// A number is not a future.

#include "pinprick/executor/block_on.h"
#include "pinprick/future/ready.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  (void)block_on(ready(1));
#else
  block_on(1);
#endif
}
