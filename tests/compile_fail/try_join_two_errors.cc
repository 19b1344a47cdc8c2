// expect: try_join needs futures of one Error
//
// Its own Output has room for one type of error.

#include <string>

#include "pinprick/future/ready.h"
#include "pinprick/future/try_join.h"

using namespace pinprick;

#ifdef FIXED
using Error = char;
#else
using Error = std::string;
#endif

auto future = try_join(ready(Result<int, char>::ok(1)), ready(Result<int, Error>::ok(2)));
