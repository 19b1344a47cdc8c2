// In the place of worker.cc where the compiler brings no libFuzzer.

#include "harness/base/check.h"
#include "harness/campaign/worker.h"

namespace pinprick::harness {

bool has_engine() { return false; }

std::vector<std::string> engine_arguments(std::uint64_t /*seed*/, bool /*share_inputs*/) {
  return {};
}

void run_worker(const WorkerOptions& /*options*/, SharedProgress& /*progress*/) {
  harness_failed(__FILE__, __LINE__, "a campaign in a build without libFuzzer");
}

}  // namespace pinprick::harness
