// expect: const
//
// The same through the Box.

#include "pinprick/box.h"
#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = std::conditional_t<kFixed, Simple, Example>;

F& reach(Pin<Box<F>>& pin) { return *pin; }
