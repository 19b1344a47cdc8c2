// expect: aligned more strictly than what operator new gives; register one without that
//
// Guests lie where operator new puts them.

#include "pinprick/check.h"

using namespace pinprick;

#ifdef FIXED
constexpr std::size_t kAlignment = alignof(std::max_align_t);
#else
constexpr std::size_t kAlignment = 2 * alignof(std::max_align_t);
#endif

struct alignas(kAlignment) Wide {};

auto make() { return check::type<Wide>("Wide"); }
