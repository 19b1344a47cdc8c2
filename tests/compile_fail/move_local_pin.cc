// expect: delete
//
// What is pinned in a scope stays in it.

#include "pinprick/future/example.h"
#include "pinprick/pin_local.h"

using namespace pinprick;

int main() {
  auto p = PINPRICK_PIN(example());
#ifdef FIXED
  auto q = p.as_mut();
#else
  auto q = std::move(p);
#endif
  (void)q;
}
