// expect: function
//
// What Rust marks unsafe cannot be called without saying so.

#include "pinprick/box.h"
#include "pinprick/future/example.h"

using namespace pinprick;

Box<Example> reach(Pin<Box<Example>> pin) {
#ifdef FIXED
  return std::move(pin).into_inner_unchecked(Unsafe("kept where it is"));
#else
  return std::move(pin).into_inner_unchecked();
#endif
}
