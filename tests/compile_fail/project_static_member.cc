// expect: Members are data members
//
// A static member is no part of the value.

#include "pinprick/pin.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Counted {
#ifdef FIXED
  int count;
#else
  static int count;
#endif

  using PinnedFields = Members<PlainMember<&Counted::count>>;
};

auto reach(Pin<Counted&> self) { return project(self); }
