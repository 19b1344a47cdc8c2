// expect: into_inner_unchecked
//
// The reference that was pinned comes back for a reason only.

#include "pinprick/future/example.h"

using namespace pinprick;

Example& reach(Pin<Example&> pin) {
#ifdef FIXED
  return std::move(pin).into_inner_unchecked(Unsafe("kept where it is"));
#else
  return std::move(pin).into_inner_unchecked();
#endif
}
