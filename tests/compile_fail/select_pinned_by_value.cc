// expect: select needs Unpin futures
//
// The loser is handed back, and that moves it.

#include "pinprick/future/example.h"
#include "pinprick/future/select.h"
#include "pinprick/future/simple.h"
#include "pinprick/pin_local.h"

using namespace pinprick;

void run() {
#ifdef FIXED
  PINPRICK_PIN_MUT(future, example(8, 1));
  (void)select(simple(1, 1), future);
#else
  (void)select(simple(1, 1), example(8, 1));
#endif
}
