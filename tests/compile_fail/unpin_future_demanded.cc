// expect: demand
//
// A function that asks for Future + Unpin refuses a future that may not move; pinned in a box it
// is welcome.

#include "pinprick/box.h"
#include "pinprick/future/example.h"

using namespace pinprick;

template <class F>
  requires Future<F> && Unpin<F>
void demand(F) {}

int main() {
#ifdef FIXED
  demand(Box<Example>::pin(8, 1));
#else
  demand(Example(8, 1));
#endif
}
