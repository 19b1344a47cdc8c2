// expect: Pin::make needs Unpin
//
// A PhantomPinned among the fields says that the value has an address.

#include "pinprick/pin.h"

using namespace pinprick;

struct SelfReferential {
  int data;
  int* reference;
#ifndef FIXED
  PhantomPinned pinned;
#endif
};

auto reach(SelfReferential& value) { return Pin<SelfReferential&>::make(value); }
