// expect: Pin::get_mut needs Unpin
//
// A send that waits is linked into the list of its channel. (Waiting for a message is not: the
// waker lies in the channel.)

#include "pinprick/sync/mpsc.h"

using namespace pinprick;

#ifdef FIXED
using F = mpsc::Recv<int, std::mutex>;
#else
using F = mpsc::Send<int, std::mutex>;
#endif

F& reach(Pin<F&> pin) { return pin.get_mut(); }
