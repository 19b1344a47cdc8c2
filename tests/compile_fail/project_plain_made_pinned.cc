// expect: Pin::make needs Unpin
//
// Nor is a plain member that may not move pinned afterwards: the other road stays open.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch {
  Example timer;

#ifdef FIXED
  using PinnedFields = Members<PinnedMember<&Fetch::timer>>;
#else
  using PinnedFields = Members<PlainMember<&Fetch::timer>>;
#endif
};

Pin<Example&> reach(Pin<Fetch&> self) {
#ifdef FIXED
  return project<&Fetch::timer>(self);
#else
  return Pin<Example&>::make(project<&Fetch::timer>(self));
#endif
}
