// expect: const
//
// A shared pin leads to constant references.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch {
  Example timer;
  int count;

  using PinnedFields = Members<PinnedMember<&Fetch::timer>, PlainMember<&Fetch::count>>;
};

#ifdef FIXED
using Whole = Pin<Fetch&>;
#else
using Whole = Pin<const Fetch&>;
#endif

int& reach(Whole self) { return project<&Fetch::count>(self); }
