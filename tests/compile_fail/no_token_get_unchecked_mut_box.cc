// expect: get_unchecked_mut
//
// Owning the value is no reason by itself.

#include "pinprick/box.h"
#include "pinprick/future/example.h"

using namespace pinprick;

Example& reach(Pin<Box<Example>>& pin) {
#ifdef FIXED
  return pin.get_unchecked_mut(Unsafe("not moved"));
#else
  return pin.get_unchecked_mut();
#endif
}
