// expect: shared needs an Output that can be copied
//
// Each handle gets an output of its own. A pointer that is shared is one, too.

#include <memory>

#include "pinprick/future/ready.h"
#include "pinprick/future/shared.h"

using namespace pinprick;

#ifdef FIXED
using P = std::shared_ptr<int>;
#else
using P = std::unique_ptr<int>;
#endif

auto future = shared(ready(P()));
