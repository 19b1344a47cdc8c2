// Running stored programs, for `run` and for `gate`.
#pragma once

#include <vector>

#include "harness/campaign/store.h"
#include "harness/report/json.h"

namespace pinprick::harness {

// Runs each, adds to the summary, and lists as findings those that were not as predicted or did not
// meet their own expectations. Prints a line for each program that `verbose` or a failure calls
// for.
void run_stored(const std::vector<StoredProgram>& programs, bool verbose, Summary& summary);

}  // namespace pinprick::harness
