// expect: Pin::get_mut needs Unpin
//
// Two pinned members do not change places.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch {
  Example timer;
  int count;

  using PinnedFields = Members<PinnedMember<&Fetch::timer>, PlainMember<&Fetch::count>>;
};

void reach(Pin<Fetch&> self, Pin<Fetch&> other) {
  auto mine = project<&Fetch::timer>(self);
  auto theirs = project<&Fetch::timer>(other);
#ifdef FIXED
  mine.set(Example(8, 1));
  theirs.set(Example(8, 1));
#else
  std::swap(mine.get_mut(), theirs.get_mut());
#endif
}
