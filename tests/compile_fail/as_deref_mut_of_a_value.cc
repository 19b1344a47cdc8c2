// expect: as_deref_mut is for a Pin of a Pin
//
// There is nothing behind the value that would be pinned.

#include "pinprick/future/example.h"

using namespace pinprick;

auto reach(Pin<Example&> pin) {
#ifdef FIXED
  return pin.as_mut();
#else
  return pin.as_deref_mut();
#endif
}
