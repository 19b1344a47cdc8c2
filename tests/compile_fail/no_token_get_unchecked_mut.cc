// expect: get_unchecked_mut
//
// What Rust marks unsafe cannot be called without saying so.

#include "pinprick/future/example.h"

using namespace pinprick;

Example& reach(Pin<Example&> pin) {
#ifdef FIXED
  return pin.get_unchecked_mut(Unsafe("not moved"));
#else
  return pin.get_unchecked_mut();
#endif
}
