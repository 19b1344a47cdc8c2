// expect: gives no mutable access
//
// A shared borrow replaces nothing.

#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
using P = Pin<Simple&>;
#else
using P = Pin<const Simple&>;
#endif

void renew(P pin) { pin.set(Simple(0, 1)); }
