// expect: project: a class is Unpin only if its pinned members are
//
// A class that hands out its members pinned does not claim more than they can keep.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch;

#ifndef FIXED
template <>
inline constexpr bool pinprick::enable_unpin<Fetch> = true;
#endif

struct Fetch {
  Example timer;

  using PinnedFields = Members<PinnedMember<&Fetch::timer>>;
};

auto reach(Pin<Fetch&> self) { return project(self); }
