// expect: Pin::make needs Unpin
//
// What a Pin of a Pin points at is the value, not the pointer. The pointer is pinned by a
// reference.

#include "pinprick/future/example.h"

using namespace pinprick;

auto reach(Pin<Example&> pin) {
#ifdef FIXED
  return Pin<Pin<Example&>&>::make(pin).as_deref_mut();
#else
  return Pin<Pin<Example&> >::make(pin);
#endif
}
