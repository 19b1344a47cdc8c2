// expect: stream::iter needs a range with a size and random access
//
// A list has no n-th element to go on from.

#include <deque>
#include <list>

#include "pinprick/stream/iter.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  (void)stream::iter(std::deque{1, 2});
#else
  (void)stream::iter(std::list{1, 2});
#endif
}
