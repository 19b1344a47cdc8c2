// expect: block_on needs a Future
//
// An Either is a future only where both sides have the same output.

#include "pinprick/executor/block_on.h"
#include "pinprick/future/either.h"
#include "pinprick/future/ready.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  using F = Either<Ready<int>, Ready<int>>;
#else
  using F = Either<Ready<int>, Ready<char>>;
#endif
  (void)block_on(F::of_left(ready(1)));
}
