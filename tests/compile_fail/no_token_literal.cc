// expect: get_unchecked_mut
//
// A string is not a token: the word itself has to be there.

#include "pinprick/future/example.h"

using namespace pinprick;

Example& reach(Pin<Example&> pin) {
#ifdef FIXED
  return pin.get_unchecked_mut(Unsafe("not moved"));
#else
  return pin.get_unchecked_mut("not moved");
#endif
}
