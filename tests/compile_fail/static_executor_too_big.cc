// expect: StaticExecutor::spawn: the future is bigger than a slot
//
// There is no heap to put it in.

#include "pinprick/executor/static_executor.h"
#include "pinprick/future/example.h"

using namespace pinprick;

#ifdef FIXED
constexpr std::size_t kSlotBytes = sizeof(Example);
#else
constexpr std::size_t kSlotBytes = sizeof(Example) - 1;
#endif

void use(StaticExecutor<2, kSlotBytes>& executor) { (void)executor.spawn(example(8, 1)); }
