// expect: function
//
// Where the pointer comes from has to be said.

#include "pinprick/box.h"

using namespace pinprick;

auto reach(Box<int> box) {
#ifdef FIXED
  return Box<int>::from_raw(std::move(box).into_raw(), Unsafe("from into_raw"));
#else
  return Box<int>::from_raw(std::move(box).into_raw());
#endif
}
