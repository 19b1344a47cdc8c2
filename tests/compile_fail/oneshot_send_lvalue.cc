// expect: send
//
// Sending uses the sender up, which has to be said out loud.

#include "pinprick/sync/oneshot.h"

using namespace pinprick;

void send(oneshot::Sender<int>& sender) {
#ifdef FIXED
  (void)std::move(sender).send(3);
#else
  (void)sender.send(3);
#endif
}
