// The classes of error that a sanitizer can report, by the sanitizer's own names; and one that no
// sanitizer has, for a program that does not end.
//
// The model predicts one, the trap observes one, the unmodified sanitizer's report names one;
// this is the word all three share.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace pinprick::harness {

enum class FaultClass : std::uint8_t {
  kUseAfterPoison,
  kHeapUseAfterFree,
  kHeapBufferOverflow,
  kStackUseAfterScope,
  kStackUseAfterReturn,
  kStackBufferOverflow,
  kInvalidFree,
  kDoubleFree,
  kUndefinedBehaviour,
  // Found by the processor: null and wild pointers and the like.
  kSegv,
  kBus,
  kFpe,
  kIll,
  kStackOverflow,
  // By its own will: abort(), an assertion, an exception that nobody may catch.
  kAbort,
  // Our own word: the program took more CPU time than the limit.
  kEndlessLoop,
  // Likewise: it has allocated more than one program may, see Ledger.
  kOutOfMemory,
  kOther,
};

// Whether it is what a place shows that somebody has left. The others come of what the program then
// makes of stale bytes, or of a pointer that was never good.
constexpr bool is_stale_access(FaultClass fault) { return fault <= FaultClass::kDoubleFree; }

// As the summary line of a report has it: "use-after-poison", "heap-use-after-free", "SEGV", ...
absl::string_view name(FaultClass fault);

// The class named by the summary line in a sanitizer's report; kOther for a class not listed
// above. `found` tells whether there was a summary at all.
FaultClass fault_in_report(absl::string_view report, bool& found);

}  // namespace pinprick::harness
