// expect: needs a virtual destructor
//
// It could not destroy what it owns.

#include "pinprick/box.h"

using namespace pinprick;

struct Base {
#ifdef FIXED
  virtual ~Base() = default;
#endif
};
struct Derived : Base {};

int main() { Box<Base> box = Box<Derived>::make(); }
