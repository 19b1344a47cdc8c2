// expect: delete
//
// What a projection leads to is not moved away.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch {
  Example timer;
  int count;

  using PinnedFields = Members<PinnedMember<&Fetch::timer>, PlainMember<&Fetch::count>>;
};

Example reach(Pin<Fetch&> self) {
#ifdef FIXED
  project<&Fetch::timer>(self).set(Example(8, 1));
  return Example(8, 1);
#else
  return Example(std::move(*project<&Fetch::timer>(self)));
#endif
}
