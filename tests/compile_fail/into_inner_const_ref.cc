// expect: Pin::into_inner needs Unpin
//
// A constant reference that was pinned stays so too.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = std::conditional_t<kFixed, Simple, Example>;

const F& reach(Pin<const F&> pin) { return std::move(pin).into_inner(); }
