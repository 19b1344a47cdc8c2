// expect: stream::next needs Unpin
//
// A stream that may not move is asked for its next item by its Pin only.

#include "pinprick/box.h"
#include "pinprick/future/example.h"
#include "pinprick/stream/from_future.h"
#include "pinprick/stream/next.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  auto numbers = box_pin(stream::from_future(example()));
#else
  auto numbers = stream::from_future(example());
#endif
  (void)stream::next(numbers);
}
