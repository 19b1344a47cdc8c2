// expect: Pin::get_mut needs Unpin
//
// The second future counts although it does not exist yet.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"
#include "pinprick/future/then.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using Next = std::conditional_t<kFixed, Simple, Example>;
struct Go {
  Next operator()(std::int64_t value) const { return {1, static_cast<std::uint8_t>(value)}; }
};
using F = Then<Simple, Go>;

F& reach(Pin<F&> pin) { return pin.get_mut(); }
