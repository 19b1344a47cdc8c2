// expect: StaticExecutor::spawn: the future is aligned more strictly than a slot
//
// A slot is aligned for every ordinary type.

#include "pinprick/executor/static_executor.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr std::size_t kAlignment = alignof(std::max_align_t);
#else
constexpr std::size_t kAlignment = 2 * alignof(std::max_align_t);
#endif

struct alignas(kAlignment) Wide {
  using Output = int;
  static Poll<int> poll(Pin<Wide&>, Context&) { return kPending; }
};

void use(StaticExecutor<2, 64>& executor) { (void)executor.spawn(Wide()); }
