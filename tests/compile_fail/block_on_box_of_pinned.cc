// expect: block_on needs a Future
//
// A Box of a future that may not move is no future: it has to be pinned.

#include "pinprick/box.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future/example.h"

using namespace pinprick;

int main() {
  auto box = Box<Example>::make(8, 1);
#ifdef FIXED
  (void)block_on(Box<Example>::into_pin(std::move(box)));
#else
  block_on(std::move(box));
#endif
}
