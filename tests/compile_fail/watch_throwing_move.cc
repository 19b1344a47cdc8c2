// expect: watch::channel needs a T whose moves do not throw
//
// A new value takes the place of the old one while others wait for the lock.

#include "pinprick/sync/watch.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

struct Value {
  Value() = default;
  Value(Value&&) noexcept {}
  Value& operator=(Value&&) noexcept(kFixed) { return *this; }
};

auto make() { return watch::channel(Value()); }
