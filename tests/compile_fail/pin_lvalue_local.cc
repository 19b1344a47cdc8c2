// expect: delete
//
// An lvalue would have to be copied; say that it is moved.

#include "pinprick/future/example.h"
#include "pinprick/pin_local.h"

using namespace pinprick;

int main() {
  Example f(8, 1);
#ifdef FIXED
  auto p = PINPRICK_PIN(std::move(f));
#else
  auto p = PINPRICK_PIN(f);
#endif
  (void)p;
}
