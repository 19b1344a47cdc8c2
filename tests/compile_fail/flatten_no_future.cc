// expect: flatten needs a future whose Output is a Future
//
// There is nothing to flatten in a future of a number.

#include "pinprick/future/flatten.h"
#include "pinprick/future/ready.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  (void)flatten(ready(ready(1)));
#else
  (void)flatten(ready(1));
#endif
}
