// expect: delete
//
// A set owns its futures, and there is one of each.

#include "pinprick/future/example.h"
#include "pinprick/stream/futures_unordered.h"

using namespace pinprick;

int main() {
  FuturesUnordered<Example> set;
#ifdef FIXED
  FuturesUnordered<Example> other = std::move(set);
#else
  FuturesUnordered<Example> other = set;
#endif
  (void)other;
}
