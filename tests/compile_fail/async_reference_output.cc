// expect: Co<T> gives an object or void
//
// An output outlives the frame that it would refer to.

#include "pinprick/async.h"

using namespace pinprick;

#ifdef FIXED
using Output = int;
#else
using Output = int&;
#endif

using Coroutine = Co<Output>;
static_assert(sizeof(Coroutine) == sizeof(void*));
