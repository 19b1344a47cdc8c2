// expect: Pin::make needs Unpin
//
// A Box hands out plain references until Box::into_pin takes it.

#include "pinprick/box.h"
#include "pinprick/future/example.h"

using namespace pinprick;

int main() {
  auto box = Box<Example>::make(8, 1);
#ifdef FIXED
  auto pin = Box<Example>::into_pin(std::move(box));
#else
  auto pin = Pin<Box<Example> >::make(std::move(box));
#endif
  (void)pin;
}
