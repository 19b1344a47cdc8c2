// expect: an event takes the world, and nothing else
//
// What comes from outside has no arguments that a program could give.

#include "pinprick/check.h"

using namespace pinprick;

struct World {
#ifdef FIXED
  void wake() {}
#else
  void wake(int) {}
#endif
};
struct Guest {};

void event() { check::type<Guest, World>("Guest").event("wake", &World::wake); }
