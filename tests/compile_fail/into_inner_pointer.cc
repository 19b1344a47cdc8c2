// expect: Pin::into_inner needs Unpin
//
// Nor is a plain pointer handed out.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = std::conditional_t<kFixed, Simple, Example>;

F* reach(Pin<F*> pin) { return std::move(pin).into_inner(); }
