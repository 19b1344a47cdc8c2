// What the first of its kind in a process allocates, and the process then keeps: done before a
// program runs, so that the ledger does not take it for the program's.
#pragma once

#include "harness/interpreter/trap.h"

namespace pinprick::harness {

// The first waker, trap and throw; and, unless interception is off, the first wrong dynamic type,
// after which g++'s UBSan puts its name under AddressSanitizer's reports too. Microseconds, if it
// is not the first time.
void get_first_times_over(Interception interception);

}  // namespace pinprick::harness
