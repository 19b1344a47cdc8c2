// expect: delete
//
// A context borrows its waker, which has to outlive it.

#include "pinprick/context.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  Waker waker = Waker::noop();
  Context cx(waker);
#else
  Context cx(Waker::noop());
#endif
  (void)cx;
}
