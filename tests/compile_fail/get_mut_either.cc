// expect: Pin::get_mut needs Unpin
//
// One side that may not move is enough.

#include "pinprick/future/either.h"
#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = Either<Simple, std::conditional_t<kFixed, Simple, Example>>;

F& reach(Pin<F&> pin) { return pin.get_mut(); }
