// What it takes to end a body that does not end by itself.
//
// A signal interrupts the body after every so much CPU time of its thread, wherever it is: also in
// a loop that calls nothing. Whether the body may be left there and then is another question.
// The sanitizers' runtime and the C library hold locks and leave lists half linked while they work,
// and whoever jumps out of them finds them broken. So the body is left only in code that holds
// nothing of the process's: its own, and that of other libraries. A loop comes by there sooner or
// later.
#pragma once

#include <signal.h>

#include <cstdint>

namespace pinprick::harness {

// Nobody else's: SIGALRM is libFuzzer's, SIGPROF a profiler's.
inline constexpr int kTickSignal = SIGVTALRM;

// Starts the clock of the calling thread: a kTickSignal to it for every `period_ms` of CPU time
// that it takes, until it ends. A child of fork() has no clock and starts its own. The handler must
// be there first.
void start_ticks(int period_ms);

// Once, before the first of the next function.
void find_safe_code();

// Whether a body can be left at this instruction. May be asked in a signal handler.
bool may_leave_at(std::uintptr_t instruction);

}  // namespace pinprick::harness
