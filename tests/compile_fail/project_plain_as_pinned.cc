// expect: conver
//
// A plain member is never a Pin: it may have been moved a moment ago.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch {
  Example timer;
  int count;

  using PinnedFields = Members<PinnedMember<&Fetch::timer>, PlainMember<&Fetch::count>>;
};

#ifdef FIXED
using Count = int&;
#else
using Count = Pin<int&>;
#endif

Count reach(Pin<Fetch&> self) { return project<&Fetch::count>(self); }
