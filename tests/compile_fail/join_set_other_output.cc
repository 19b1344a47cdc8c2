// expect: JoinSet<T>::spawn needs an Output of T
//
// All tasks of a set give the same type; `map` makes them.

#include "pinprick/executor/join_set.h"
#include "pinprick/future/ready.h"

using namespace pinprick;

#ifdef FIXED
constexpr long kOutput = 3;
#else
constexpr int kOutput = 3;
#endif

void use(JoinSet<long>& set) { set.spawn(ready(kOutput)); }
