// expect: Members are of one class
//
// What belongs to a part of the value is declared by that part.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Inner {
  int count;

  using PinnedFields = Members<PlainMember<&Inner::count>>;
};
struct Fetch {
  Inner inner;
  Example timer;

#ifdef FIXED
  using PinnedFields = Members<PinnedMember<&Fetch::timer>, PinnedMember<&Fetch::inner>>;
#else
  using PinnedFields = Members<PinnedMember<&Fetch::timer>, PlainMember<&Inner::count>>;
#endif
};

auto reach(Pin<Fetch&> self) { return project(self); }
