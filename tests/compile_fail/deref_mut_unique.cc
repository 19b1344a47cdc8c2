// expect: Pin::deref_mut needs Unpin
//
// Owning the value does not entitle to move it.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = std::conditional_t<kFixed, Simple, Example>;

F& reach(Pin<std::unique_ptr<F>>& pin) { return pin.deref_mut(); }
