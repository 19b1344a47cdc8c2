#include "harness/interpreter/first_times.h"

#include "harness/base/check.h"
#include "harness/subject/reuser.h"
#include "harness/subject/task.h"
#include "pinprick/panic.h"

namespace pinprick::harness {

void get_first_times_over(Interception interception) {
  program_waker();
  trap(Interception::kOn, [] {});
  bool is_caught = false;
  try {
    panic(PanicReason::kStalled, "nobody");
  } catch (const Panic&) {
    is_caught = true;
  }
  PINPRICK_CHECK(is_caught);
  // The runtime of g++ makes itself ready for a report when it sees the first one of these.
  if (interception != Interception::kOff) trap(Interception::kOn, look_at_no_object);
}

}  // namespace pinprick::harness
