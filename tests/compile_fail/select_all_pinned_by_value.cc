// expect: select_all needs Unpin futures
//
// The others are handed back, and that moves them.

#include "pinprick/box.h"
#include "pinprick/future/example.h"
#include "pinprick/future/select_all.h"

using namespace pinprick;

#ifdef FIXED
using F = Pin<Box<Example>>;
#else
using F = Example;
#endif

void run(std::vector<F> futures) { (void)select_all(std::move(futures)); }
