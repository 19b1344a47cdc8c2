// expect: gives no mutable access
//
// A shared pin of the whole is a shared pin of its parts.

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

void reach(Whole self) { project<&Fetch::timer>(self).set(Example(8, 1)); }
