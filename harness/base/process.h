// What becomes of processes.
#pragma once

#include <sys/wait.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace pinprick::harness {

// "signal 9" or "status 70", of what waitpid() gives.
inline std::string how_it_ended(int status) {
  return WIFSIGNALED(status) ? absl::StrCat("signal ", WTERMSIG(status))
                             : absl::StrCat("status ", WEXITSTATUS(status));
}

}  // namespace pinprick::harness
