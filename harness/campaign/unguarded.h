// The other side of a confirmation: the process in which programs run with the interception off.
#pragma once

#include "harness/subject/catalogue.h"

namespace pinprick::harness {

// Answers a Confirmer until it hangs up. Standard input is a socket of whole messages: each that
// comes is the path of a program, each that goes the status, as of waitpid(), of the child that ran
// it. The child prints its report to standard error, and leaves the number of the operation under
// way in the shared memory behind `progress_fd`. A program that does not end is ended by a signal.
void serve_unguarded(int progress_fd, const Catalogue& subjects = catalogue());

// The signal that ends a program after kUnguardedCpuMsMax of CPU time. That is far more than in the
// trap, because whatever is too long there and not here would look like a contradiction.
extern const int kUnguardedCpuSignal;
extern const long kUnguardedCpuMsMax;

}  // namespace pinprick::harness
