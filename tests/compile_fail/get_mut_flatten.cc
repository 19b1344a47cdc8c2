// expect: Pin::get_mut needs Unpin
//
// The future that comes second lies in the same place.

#include "pinprick/future/example.h"
#include "pinprick/future/flatten.h"
#include "pinprick/future/ready.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = Flatten<Ready<std::conditional_t<kFixed, Simple, Example>>>;

F& reach(Pin<F&> pin) { return pin.get_mut(); }
