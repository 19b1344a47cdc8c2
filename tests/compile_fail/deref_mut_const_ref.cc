// expect: gives no mutable access
//
// A shared borrow is for looking, whatever the type.

#include "pinprick/future/simple.h"

using namespace pinprick;

auto& reach(Pin<const Simple&> pin) {
#ifdef FIXED
  return pin.get_ref();
#else
  return pin.deref_mut();
#endif
}
