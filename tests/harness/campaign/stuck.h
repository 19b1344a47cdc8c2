// Futures that die otherwise than by touching a stale place: polled, they never come back, or the
// processor ends them.
#pragma once

#include "harness/subject/catalogue.h"

namespace pinprick::harness {

// As catalogue(), but `ready` polls for ever, `pending` writes near null, and `simple` calls itself
// until the stack ends.
const Catalogue& stuck_catalogue();

}  // namespace pinprick::harness
