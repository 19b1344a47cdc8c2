// expect: project: the class itself says
//
// A declaration that nobody can see is none.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

class Fetch {
  Example timer_;

#ifdef FIXED
 public:
#endif
  using PinnedFields = Members<PinnedMember<&Fetch::timer_>>;
};

auto reach(Pin<Fetch&> self) { return project(self); }
