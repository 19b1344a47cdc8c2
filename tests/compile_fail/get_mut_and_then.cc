// expect: Pin::get_mut needs Unpin
//
// The future that the function makes lies in the place of the first one.

#include "pinprick/future/and_then.h"
#include "pinprick/future/example.h"
#include "pinprick/future/map.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using Answer = Result<std::int64_t, int>;
struct Good {
  Answer operator()(std::int64_t value) const { return Answer::ok(value); }
};
using Second = Map<std::conditional_t<kFixed, Simple, Example>, Good>;
struct Next {
  Second operator()(std::int64_t) const;
};
using F = AndThen<Ready<Answer>, Next>;

F& reach(Pin<F&> pin) { return pin.get_mut(); }
