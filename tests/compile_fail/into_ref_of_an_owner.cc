// expect: into_ref is for borrows
//
// The owner would be gone, and the value with it, while the borrow looks at it.

#include "pinprick/box.h"
#include "pinprick/future/example.h"

using namespace pinprick;

auto reach(Pin<Box<Example>> pin) {
#ifdef FIXED
  (void)pin.as_ref();
#else
  (void)std::move(pin).into_ref();
#endif
}
