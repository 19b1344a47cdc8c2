// expect: Pin::get_mut needs Unpin
//
// One future that may not move is enough.

#include "futures/example.h"
#include "futures/join.h"
#include "futures/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = Join<Simple, std::conditional_t<kFixed, Simple, Example>>;

F& reach(Pin<F&> pin) { return pin.get_mut(); }
