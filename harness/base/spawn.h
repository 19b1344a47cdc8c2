// Starts another process, in a process group of its own: Ctrl-C does not reach it, and whoever
// started it can end it with all that it has started itself.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace pinprick::harness {

// `words` are the file to run and what it is called with, `environment` ends with null. Standard
// input comes from `input`; standard output and error go to `output`. 0 and the process, or errno.
int spawn_in_group(std::vector<std::string> words, char* const* environment, int input, int output,
                   pid_t& process);

}  // namespace pinprick::harness
