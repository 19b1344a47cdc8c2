// expect: project: the class itself says
//
// A declaration is not inherited: it knows nothing of what the derived class adds.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch {
  Example timer;

  using PinnedFields = Members<PinnedMember<&Fetch::timer>>;
};
struct Derived : Fetch {
  int count;
};

#ifdef FIXED
using Pinned = Pin<Fetch&>;
#else
using Pinned = Pin<Derived&>;
#endif

auto reach(Pinned self) { return project(self); }
