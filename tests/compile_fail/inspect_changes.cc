// expect: inspect needs a function of a const reference to the output
//
// Who inspects may not change; `map` may.

#include "pinprick/future/inspect.h"
#include "pinprick/future/ready.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  (void)inspect(ready(1), [](const int&) {});
#else
  (void)inspect(ready(1), [](int&) {});
#endif
}
