// expect: the world is made for each program, without arguments; give it a default constructor
//
// Nobody knows what to make a world of.

#include "pinprick/check.h"

using namespace pinprick;

struct World {
#ifdef FIXED
  World() = default;
#endif
  explicit World(int size) : size(size) {}
  int size = 0;
};
struct Guest {};

auto make() { return check::type<Guest, World>("Guest"); }
