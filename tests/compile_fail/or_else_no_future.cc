// expect: or_else needs a function that makes a Future
//
// The function says how to go on, not what the value is.

#include "pinprick/future/or_else.h"
#include "pinprick/future/ready.h"

using namespace pinprick;

int main() {
  using Answer = Result<int, char>;
#ifdef FIXED
  (void)or_else(ready(Answer::err('e')), [](char) { return ready(Answer::ok(1)); });
#else
  (void)or_else(ready(Answer::err('e')), [](char) { return Answer::ok(1); });
#endif
}
