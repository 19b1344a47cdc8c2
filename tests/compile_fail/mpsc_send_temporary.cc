// expect: delete
//
// The future borrows its sender, which a temporary does not live long enough to lend.

#include "pinprick/sync/mpsc.h"

using namespace pinprick;

auto send(const mpsc::Sender<int>& sender) {
#ifdef FIXED
  return sender.send(3);
#else
  return sender.clone().send(3);
#endif
}
