// expect: reference
//
// A pinned member is never a plain reference, which could be moved from.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch {
  Example timer;
  int count;

  using PinnedFields = Members<PinnedMember<&Fetch::timer>, PlainMember<&Fetch::count>>;
};

#ifdef FIXED
using Timer = Pin<Example&>;
#else
using Timer = Example&;
#endif

Timer reach(Pin<Fetch&> self) { return project<&Fetch::timer>(self); }
