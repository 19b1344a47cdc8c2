// expect: gives no mutable access
//
// Not even of a value that may move: its other owners look at it.

#include "pinprick/future/simple.h"

using namespace pinprick;

auto& reach(Pin<std::shared_ptr<Simple>>& pin) {
#ifdef FIXED
  return pin.get_ref();
#else
  return pin.get_mut();
#endif
}
