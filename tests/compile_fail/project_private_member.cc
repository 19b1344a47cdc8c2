// expect: private
//
// Only those project who could name the member.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

class Fetch {
#ifdef FIXED
 public:
#endif
  Example timer_;

 public:
  using PinnedFields = Members<PinnedMember<&Fetch::timer_>>;
};

auto reach(Pin<Fetch&> self) { return project<&Fetch::timer_>(self); }
