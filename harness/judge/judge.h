// The judge: what the contract said against what was seen.
//
//   clean     no rule broken, nothing went wrong, and all came out as predicted
//   latent    a rule broken, nothing stale touched, nothing seen
//   caught    the stale access, where, on whose old home and by whose doing it was predicted
//   escape    no rule broken, and the sanitizer found an error: a soundness hole
//   missed    a stale access was predicted and nothing was seen: a blind harness
//   mismatch  anything else
//
// The last three are findings. The judge knows no kind and no rule; it compares.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "harness/interpreter/observation.h"
#include "harness/model/prediction.h"
#include "harness/program/program.h"

namespace pinprick::harness {

enum class VerdictKind : std::uint8_t { kClean, kLatent, kCaught, kEscape, kMissed, kMismatch };
inline constexpr std::size_t kVerdictCount = 6;
inline constexpr std::array<const char*, kVerdictCount> kVerdictNames = {
    "clean", "latent", "caught", "escape", "missed", "mismatch"};

inline absl::string_view name(VerdictKind verdict) {
  return kVerdictNames[static_cast<std::size_t>(verdict)];
}
constexpr bool is_finding(VerdictKind verdict) { return verdict >= VerdictKind::kEscape; }

// Where prediction and observation part.
enum class Difference : std::uint8_t {
  kNone,
  kFault,      // one has a fault, the other has none
  kOperation,  // another operation faults
  kClass,      // another class of error
  kOwner,      // somebody else's old home
  kVacatedBy,  // vacated by another operation
  kTrace,      // outputs, polls, wakes or drops
  kLeak,       // blocks left behind
  kAllocated,  // blocks made
  kModel,      // not what the user's own model of the values says
  kMoves,      // with its moves it gives something else than without them
};

// Who is at fault.
enum class Blame : std::uint8_t {
  kNobody,
  kProgram,           // one of its operations broke a rule
  kType,              // its claim is false
  kClaim,             // what the type that a user brought claims of being moved
  kGuest,             // that type, but no claim of it: without its moves it goes wrong as well
  kLibrary,           // no rule was broken: the library let it happen
  kLibraryOrHarness,  // a type does not do what its model says; which is wrong is to be found out
  kHarness,           // what faults, or where, is not as predicted
};
inline constexpr std::array<const char*, 8> kBlameNames = {
    "nobody", "program", "type", "claim", "guest", "library", "library-or-harness", "harness"};

struct Verdict {
  VerdictKind kind = VerdictKind::kClean;
  Difference difference = Difference::kNone;
  std::size_t event = 0;     // kTrace, kModel, kMoves: the first event that differs
  bool needs_moves = false;  // of guests: without its moves nothing goes wrong
};

// Constant time for faults, linear in the trace. Allocates nothing.
Verdict judge(const Prediction& prediction, const Observation& observation);

// The same of a program with guests, the types that users bring, of which no model knows what they
// do. It is an escape if something faults although no rule was broken, or if the same program
// without its moves, `still`, gives something else.
Verdict judge_guest(const Prediction& prediction, const Observation& observation,
                    const Observation& still);

// A misuse is the program's or the type's fault, as the model says; an escape is the library's,
// since every kind that a program can make is a reference kind, whose lies the model knows. Where
// outputs, polls, wakes, drops or blocks are not as predicted, either the library or the model of
// it is wrong, and what else is missed or mismatched is the harness's.
Blame blame(const Prediction& prediction, const Verdict& verdict);

// A short name for what happened, the same for all programs that show the same thing:
// "heap-use-after-free.poll_unpinned.move_out.example". Letters, digits, `-`, `_` and `.` only.
std::string signature(const Program& program, const Prediction& prediction,
                      const Observation& observation, const Verdict& verdict);

// What was predicted, what was seen, and the difference, in sentences; one line each. `places` are
// the operations as they are to be called, see places_of().
std::string explain(absl::Span<const std::string> places, const Prediction& prediction,
                    const Observation& observation, const Verdict& verdict);

}  // namespace pinprick::harness
