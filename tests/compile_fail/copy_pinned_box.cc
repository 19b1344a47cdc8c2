// expect: delete
//
// A Pin is copied as its pointer is; a Box is not.

#include "pinprick/box.h"
#include "pinprick/future/example.h"

using namespace pinprick;

int main() {
  auto f = Box<Example>::pin(8, 1);
#ifdef FIXED
  auto g = std::move(f);
#else
  auto g = f;
#endif
  (void)g;
}
