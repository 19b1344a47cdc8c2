// expect: and_then needs two futures with the same Error
//
// An error of the first future becomes the output, so it must be of the type that the second has.

#include "pinprick/future/and_then.h"
#include "pinprick/future/ready.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  using Second = Result<int, char>;
#else
  using Second = Result<int, short>;
#endif
  (void)and_then(ready(Result<int, char>::ok(1)), [](int n) { return ready(Second::ok(n)); });
}
