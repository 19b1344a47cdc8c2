// expect: Pin::get_mut needs Unpin
//
// Whoever had a plain reference to a future that waits could move it out of its list.

#include "pinprick/sync/notify.h"

using namespace pinprick;

#ifdef FIXED
const Notified& reach(Pin<Notified&> pin) { return pin.get_ref(); }
#else
Notified& reach(Pin<Notified&> pin) { return pin.get_mut(); }
#endif
