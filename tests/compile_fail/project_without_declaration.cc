// expect: project: the class itself says
//
// A class that declares nothing is not taken apart.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch {
  Example timer;

#ifdef FIXED
  using PinnedFields = Members<PinnedMember<&Fetch::timer>>;
#endif
};

auto reach(Pin<Fetch&> self) { return project<&Fetch::timer>(self); }
