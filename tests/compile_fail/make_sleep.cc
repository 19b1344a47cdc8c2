// expect: Pin::make needs Unpin
//
// A timer is pinned where it stays, before it is polled.

#include "pinprick/pin_local.h"
#include "pinprick/time/sleep.h"

using namespace pinprick;

int main() {
  VirtualClock clock;
#ifdef FIXED
  auto pin = PINPRICK_PIN(sleep(clock, Duration(1)));
#else
  auto future = sleep(clock, Duration(1));
  auto pin = Pin<Sleep<VirtualClock>&>::make(future);
#endif
  (void)pin;
}
