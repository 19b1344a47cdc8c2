// expect: async: the callable does not take these arguments
//
// The argument is the future's own; a reference to somebody else's needs std::ref.

#include <functional>

#include "pinprick/async.h"

using namespace pinprick;

Co<int> body(int& value) { co_return value; }

void make(int value) {
#ifdef FIXED
  (void)async(body, std::ref(value));
#else
  (void)async(body, value);
#endif
}
