// expect: function
//
// Pinning a Box by hand needs a reason; Box::into_pin does not.

#include "pinprick/box.h"
#include "pinprick/future/example.h"

using namespace pinprick;

auto reach(Box<Example> pointer) {
#ifdef FIXED
  return Pin<Box<Example>>::new_unchecked(std::move(pointer), Unsafe("nobody else has it"));
#else
  return Pin<Box<Example>>::new_unchecked(std::move(pointer));
#endif
}
