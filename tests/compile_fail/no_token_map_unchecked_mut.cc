// expect: map_unchecked_mut
//
// What Rust marks unsafe cannot be called without saying so.

#include "pinprick/pin.h"

using namespace pinprick;

struct Pair {
  int a;
};

void project(Pin<Pair&> pin) {
#ifdef FIXED
  (void)pin.map_unchecked_mut([](Pair& pair) -> int& { return pair.a; }, Unsafe("a field"));
#else
  (void)pin.map_unchecked_mut([](Pair& pair) -> int& { return pair.a; });
#endif
}
