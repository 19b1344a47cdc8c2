// expect: const
//
// Shared owners dereference to a constant, even of what may move.

#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
using Target = const Simple;
#else
using Target = Simple;
#endif

Target& reach(Pin<std::shared_ptr<Simple>>& pin) { return *pin; }
