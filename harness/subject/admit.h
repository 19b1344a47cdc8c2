// Makes a registered type (pinprick/check.h) the guest of the process.
#pragma once

#include "absl/status/status.h"
#include "pinprick/check.h"

namespace pinprick::harness {

// Programs may be made of that type from then on, and of no other. The registration must outlive
// all of them. The error is the user's to mend, one line.
absl::Status admit(const check::Registration& registration);

}  // namespace pinprick::harness
