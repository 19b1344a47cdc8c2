// expect: and_then needs a future of a Result
//
// A number is neither a success nor a failure; `then` goes on with it.

#include "pinprick/future/and_then.h"
#include "pinprick/future/ready.h"

using namespace pinprick;

int main() {
  using Answer = Result<int, char>;
  const auto next = [](int n) { return ready(Answer::ok(n)); };
#ifdef FIXED
  (void)and_then(ready(Answer::ok(1)), next);
#else
  (void)and_then(ready(1), next);
#endif
}
