// expect: delete
//
// An lvalue would have to be copied; say that it is moved.

#include "futures/example.h"
#include "futures/pin_local.h"

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
