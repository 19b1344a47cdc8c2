// expect: map_unchecked
//
// A shared projection needs its reason, too: whoever reads through it trusts that the part stays.

#include "pinprick/pin.h"

using namespace pinprick;

struct Pair {
  int a;
};

void reach(Pin<const Pair&> pin) {
  auto part = [](const Pair& pair) -> const int& { return pair.a; };
#ifdef FIXED
  (void)pin.map_unchecked(part, Unsafe("a field"));
#else
  (void)pin.map_unchecked(part);
#endif
}
