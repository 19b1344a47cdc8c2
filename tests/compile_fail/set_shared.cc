// expect: gives no mutable access
//
// Replacing a value changes it under the eyes of its other owners.

#include "pinprick/future/simple.h"

using namespace pinprick;

void renew(Pin<std::shared_ptr<Simple>>& pin) {
#ifdef FIXED
  pin = make_pinned_shared<Simple>(0, 1);
#else
  pin.set(Simple(0, 1));
#endif
}
