// expect: project: a member of a packed class
//
// In a packed class a member may lie where its type must not be.

#include "pinprick/pin.h"
#include "pinprick/project.h"

using namespace pinprick;

#ifdef FIXED
#define PACKED
#else
#define PACKED __attribute__((packed))
#endif

struct PACKED Fetch {
  char kind;
  long count;

  using PinnedFields = Members<PinnedMember<&Fetch::count>>;
};

auto reach(Pin<Fetch&> self) { return project(self); }
