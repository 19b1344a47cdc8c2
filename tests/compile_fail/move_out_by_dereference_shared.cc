// expect: const
//
// Shared owners dereference to a constant, even of what may move.

#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
using Result = const Simple;
#else
using Result = Simple;
#endif

Result& reach(Pin<std::shared_ptr<Simple>>& pin) { return *pin; }
