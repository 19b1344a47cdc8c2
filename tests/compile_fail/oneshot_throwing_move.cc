// expect: oneshot::channel needs a T whose move does not throw
//
// A value that is moved into the channel must arrive there.

#include "pinprick/sync/oneshot.h"

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

auto make() { return oneshot::channel<Value>(); }
