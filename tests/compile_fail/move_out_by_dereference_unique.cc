// expect: const
//
// The dereference of what owns a value that may not move is constant.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

using F = std::conditional_t<kFixed, Simple, Example>;

F& reach(Pin<std::unique_ptr<F>>& pin) { return *pin; }
