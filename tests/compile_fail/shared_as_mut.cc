// expect: gives no mutable access
//
// Other owners may look at the value.

#include "pinprick/future/example.h"

using namespace pinprick;

int main() {
  auto pin = make_pinned_shared<Example>(8, 1);
#ifdef FIXED
  (void)pin.as_ref();
#else
  (void)pin.as_mut();
#endif
}
