// expect: mpsc::channel needs a T whose move does not throw
//
// A message that is moved into the queue must arrive there.

#include "pinprick/sync/mpsc.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

struct Message {
  Message() = default;
  Message(Message&&) noexcept(kFixed) {}
};

auto make() { return mpsc::channel<Message>(1); }
