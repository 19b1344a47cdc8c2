// expect: Pin::make needs Unpin
//
// A std::unique_ptr hands out plain references until into_pin takes it.

#include "pinprick/future/example.h"

using namespace pinprick;

auto reach(std::unique_ptr<Example> pointer) {
#ifdef FIXED
  return into_pin(std::move(pointer));
#else
  return Pin<std::unique_ptr<Example> >::make(std::move(pointer));
#endif
}
