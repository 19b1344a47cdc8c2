// expect: async needs a coroutine: a callable that returns a Co<T>
//
// There is nothing to poll in a plain function.

#include "pinprick/async.h"

using namespace pinprick;

#ifdef FIXED
Co<int> body(int value) { co_return value; }
#else
int body(int value) { return value; }
#endif

void make() { (void)async(body, 3); }
