// expect: try_join needs futures whose Output is a Result
//
// What cannot fail is joined by join, or made to succeed by map.

#include "pinprick/future/ready.h"
#include "pinprick/future/try_join.h"

using namespace pinprick;

using R = Result<int, char>;

#ifdef FIXED
auto future = try_join(ready(R::ok(1)), ready(R::ok(2)));
#else
auto future = try_join(ready(R::ok(1)), ready(2));
#endif
