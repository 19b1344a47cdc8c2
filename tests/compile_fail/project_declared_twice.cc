// expect: Members: a member is either always pinned or never
//
// The two roads to one member: through the second it could be moved while the first has it pinned.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch {
  Example timer;

#ifdef FIXED
  using PinnedFields = Members<PinnedMember<&Fetch::timer>>;
#else
  using PinnedFields = Members<PinnedMember<&Fetch::timer>, PlainMember<&Fetch::timer>>;
#endif
};

auto reach(Pin<Fetch&> self) { return project<&Fetch::timer>(self); }
