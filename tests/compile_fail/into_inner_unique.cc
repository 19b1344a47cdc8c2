// expect: Pin::into_inner needs Unpin
//
// Whoever had the std::unique_ptr back could move the value out of it.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = std::conditional_t<kFixed, Simple, Example>;

std::unique_ptr<F> reach(Pin<std::unique_ptr<F>> pin) { return std::move(pin).into_inner(); }
