// expect: Pin::get_mut needs Unpin
//
// One pinned member that may not move is enough; the plain ones do not count.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"
#include "pinprick/project.h"

using namespace pinprick;

#ifdef FIXED
using Timer = Simple;
#else
using Timer = Example;
#endif

struct Fetch {
  Timer timer;
  Example plain;

  using PinnedFields = Members<PinnedMember<&Fetch::timer>, PlainMember<&Fetch::plain>>;
};

Fetch& reach(Pin<Fetch&> self) { return self.get_mut(); }
