// expect: needs a function that gives a reference
//
// A projection leads to a part of the value, never to a copy of it.

#include "pinprick/pin.h"

using namespace pinprick;

struct Pair {
  int a;
};

void project(Pin<Pair&> pin) {
#ifdef FIXED
  (void)pin.map_unchecked_mut([](Pair& pair) -> int& { return pair.a; }, Unsafe("a field"));
#else
  (void)pin.map_unchecked_mut([](Pair& pair) { return pair.a; }, Unsafe("a field"));
#endif
}
