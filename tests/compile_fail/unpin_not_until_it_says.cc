// expect: Pin::make needs Unpin
//
// A class that nobody can look into may move when its author says so, and not before.

#include "pinprick/pin.h"

using namespace pinprick;

class MySimpleFuture {
 public:
  ~MySimpleFuture() { ++destroyed; }

 private:
  static inline int destroyed = 0;
};

#ifdef FIXED
template <>
inline constexpr bool pinprick::enable_unpin<MySimpleFuture> = true;
#endif

auto reach(MySimpleFuture& value) { return Pin<MySimpleFuture&>::make(value); }
