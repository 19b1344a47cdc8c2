// expect: an argument of make() is of a type that cannot be made of bytes; specialise
//
// An argument is drawn, and nothing says how.

#include "pinprick/check.h"

using namespace pinprick;

struct Size {
  int value;
};

#ifdef FIXED
template <>
struct pinprick::check::Arbitrary<Size> {
  static Size draw(Draw& from) { return {static_cast<int>(from.number())}; }
};
#endif

struct Guest {};

void make() {
  check::type<Guest>("Guest").make([](const Size&) { return Guest(); });
}
