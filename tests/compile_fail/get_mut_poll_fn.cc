// expect: Pin::get_mut needs Unpin
//
// The function may have pinned what it captured.

#include "pinprick/future/poll_fn.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

struct Stays {
  Poll<int> operator()(Context&) { return poll_ready(1); }
  PhantomPinned pinned;
};
struct Moves {
  Poll<int> operator()(Context&) { return poll_ready(1); }
};
using F = PollFn<std::conditional_t<kFixed, Moves, Stays>>;

F& reach(Pin<F&> pin) { return pin.get_mut(); }
