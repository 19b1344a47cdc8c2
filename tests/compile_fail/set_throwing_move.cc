// expect: Pin::set needs a move constructor that does not throw
//
// Between the old value and the new one there would be none.

#include "pinprick/pin.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

struct Value {
  Value() = default;
  Value(Value&&) noexcept(kFixed) {}
};

void renew(Pin<Value&> pin) { pin.set(Value()); }
