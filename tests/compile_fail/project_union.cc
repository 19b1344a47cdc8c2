// expect: project: the members of a union share their storage
//
// What is pinned in a union would be moved through its neighbour.

#include "pinprick/pin.h"
#include "pinprick/project.h"

using namespace pinprick;

#ifdef FIXED
struct Fetch {
#else
union Fetch {
#endif
  int code;
  char bytes[4];

  using PinnedFields = Members<PinnedMember<&Fetch::code>, PlainMember<&Fetch::bytes>>;
};

auto reach(Pin<Fetch&> self) { return project(self); }
