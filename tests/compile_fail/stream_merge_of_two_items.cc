// expect: stream::merge needs two streams of the same Item
//
// Nothing is converted behind the caller's back.

#include "pinprick/stream/merge.h"
#include "pinprick/stream/once.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  (void)stream::merge(stream::once(1), stream::once(2));
#else
  (void)stream::merge(stream::once(1), stream::once(2.0));
#endif
}
