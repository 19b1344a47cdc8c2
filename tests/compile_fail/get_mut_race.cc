// expect: Pin::get_mut needs Unpin
//
// One future that may not move is enough.

#include "pinprick/future/example.h"
#include "pinprick/future/race.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = Race<std::conditional_t<kFixed, Simple, Example>, Simple>;

F& reach(Pin<F&> pin) { return pin.get_mut(); }
