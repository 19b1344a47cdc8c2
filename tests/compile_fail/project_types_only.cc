// expect: project: the class itself says
//
// A list of types answers for Unpin, but it names no member.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch {
  Example timer;

#ifdef FIXED
  using PinnedFields = Members<PinnedMember<&Fetch::timer>>;
#else
  using PinnedFields = Fields<Example>;
#endif
};

auto reach(Pin<Fetch&> self) { return project(self); }
