#include "harness/base/check.h"

#include <unistd.h>

#include <cstdio>

namespace pinprick::harness {

void harness_failed(const char* file, int line, const char* what) {
  std::fflush(stdout);
  std::fprintf(stderr, "pinprick: the harness failed: %s:%d: %s\n", file, line, what);
  std::fflush(stderr);
  // Not exit(): its handlers belong to a process whose state can no longer be trusted.
  _exit(kExitHarnessFailed);
}

}  // namespace pinprick::harness
