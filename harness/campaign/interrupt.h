// Ctrl-C during long work: the work ends early, and loses nothing.
#pragma once

#include <signal.h>

namespace pinprick::harness {

// While it lives, Ctrl-C or a polite kill is only noted; a second one ends the process. One at a
// time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  struct sigaction old_int_ = {};
  struct sigaction old_term_ = {};
};

// Whether one came since the latest guard was made.
bool is_interrupted();

}  // namespace pinprick::harness
