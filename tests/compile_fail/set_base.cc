// expect: Pin::set needs the whole object
//
// Through a reference to a base class only the base would be replaced.

#include "pinprick/pin.h"

using namespace pinprick;

struct Value {
  Value() = default;
  Value(Value&&) noexcept = default;
#ifndef FIXED
  virtual ~Value() = default;
#endif
};

void renew(Pin<Value&> pin) { pin.set(Value()); }
