// expect: project: the member is declared neither as pinned nor as plain
//
// What a class does not declare, it does not hand out.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch {
  Example timer;
  int count;

#ifdef FIXED
  using PinnedFields = Members<PinnedMember<&Fetch::timer>, PlainMember<&Fetch::count>>;
#else
  using PinnedFields = Members<PinnedMember<&Fetch::timer>>;
#endif
};

int& reach(Pin<Fetch&> self) { return project<&Fetch::count>(self); }
