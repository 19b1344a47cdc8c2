// expect: function
//
// The functions of a raw waker are believed, not checked.

#include "pinprick/waker.h"

using namespace pinprick;

int main() {
  Waker noop = Waker::noop();
  RawWaker raw(noop.data(), noop.vtable());
#ifdef FIXED
  (void)Waker::from_raw(raw, Unsafe("noop owns nothing"));
#else
  (void)Waker::from_raw(raw);
#endif
}
