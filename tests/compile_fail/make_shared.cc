// expect: Pin::make needs Unpin
//
// Its other owners could move the value; make_pinned_shared starts with none.

#include "pinprick/future/example.h"

using namespace pinprick;

auto reach(std::shared_ptr<Example> pointer) {
#ifdef FIXED
  static_cast<void>(pointer);
  return make_pinned_shared<Example>(8, 1);
#else
  return Pin<std::shared_ptr<Example> >::make(std::move(pointer));
#endif
}
