// expect: Pin::into_inner needs Unpin
//
// A Map in a Box is held as its future is.

#include "pinprick/box.h"
#include "pinprick/future/example.h"
#include "pinprick/future/map.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

struct Same {
  std::int64_t operator()(std::int64_t value) const { return value; }
};
using F = Map<std::conditional_t<kFixed, Simple, Example>, Same>;

Box<F> reach(Pin<Box<F>> pin) { return std::move(pin).into_inner(); }
