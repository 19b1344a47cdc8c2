// expect: delete
//
// A waker is cloned aloud, since a clone may cost something.

#include "pinprick/waker.h"

using namespace pinprick;

int main() {
  Waker waker = Waker::noop();
#ifdef FIXED
  Waker second = waker.clone();
#else
  Waker second = waker;
#endif
  (void)second;
}
