#include "harness/report/claim.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace pinprick::harness {
namespace {

// Whose frames say nothing to the user. Those of the C library have no whole path.
bool is_foreign(absl::string_view file) {
  constexpr absl::string_view kForeign[] = {
      "/usr/include/", "/usr/lib/",         "/bin/../lib/",      "/bits/",
      "/compiler-rt/", "/libsanitizer/",    "pinprick/check",    "/harness/interpreter/",
      "/harness/cli/", "/harness/subject/", "/harness/campaign/"};
  constexpr absl::string_view kOfTheCLibrary[] = {"csu/", "nptl/", "stdlib/", "signal/",
                                                  "../sysdeps/"};
  for (const absl::string_view part : kForeign) {
    if (absl::StrContains(file, part)) return true;
  }
  for (const absl::string_view part : kOfTheCLibrary) {
    if (absl::StartsWith(file, part)) return true;
  }
  return false;
}

// The name of what is done there: a call, an event, an operation.
std::string step_name(const Guest& guest, const Program& program, std::size_t op) {
  const Op& step = program.ops[op];
  if (step.code == OpCode::kCall) return absl::StrCat("`", guest.calls[step.index].name, "`");
  if (step.code == OpCode::kSignal) {
    return absl::StrCat("the event `", guest.events[step.index], "`");
  }
  return absl::StrCat("`", spec(step.code).name, "`");
}

// "by `poll`"; when all operations are done, what is left is dropped.
std::string by_step(const Guest& guest, const Program& program, std::size_t op) {
  if (op >= program.ops.size()) return "by the destructor at the end of the program";
  if (program.ops[op].code == OpCode::kDrop) return "by the destructor";
  return absl::StrCat("by ", step_name(guest, program, op));
}

// The last thing that was done with a guest before it was moved away.
std::string after_call(const Guest& guest, const Program& program, std::size_t before) {
  for (std::size_t i = std::min(before, program.ops.size()); i-- > 0;) {
    if (program.ops[i].code != OpCode::kCall) continue;
    return absl::StrCat("after ", step_name(guest, program, i));
  }
  return "from the start";
}

std::string at(const std::optional<std::string>& place) {
  return place.has_value() ? absl::StrCat(" at ", *place) : "";
}

std::size_t last_move(const Program& program, std::size_t before) {
  for (std::size_t i = std::min(before, program.ops.size() - 1) + 1; i-- > 0;) {
    if (moves_futures(program.ops[i].code)) return i;
  }
  return program.ops.size();
}

std::string of_false_claim(const Guest& guest, const Program& program, const ObservedFault& fault,
                           const std::vector<SelfPointers>& self_pointers,
                           const std::optional<std::string>& place) {
  const bool is_known = fault.owner != kNoValue && fault.vacated_by < program.ops.size() &&
                        moves_futures(program.ops[fault.vacated_by].code);
  const std::size_t mover = is_known ? fault.vacated_by : last_move(program, fault.op);
  std::string evidence = "something points at the object";
  for (const SelfPointers& each : self_pointers) {
    if (each.op > fault.op || each.own + each.stale == 0) continue;
    evidence = absl::StrCat("the member at offset ", each.offset, " points into the object");
    break;
  }
  const absl::string_view touched = fault.fault.kind == FaultClass::kInvalidFree ? "freed"
                                    : fault.fault.is_write                       ? "written"
                                                                                 : "read";
  return absl::StrCat("`", guest.name, "` claims ", guest.claims, ", but ",
                      after_call(guest, program, mover), " ", evidence, "; moved ",
                      by_step(guest, program, mover), ", ", touched, " ",
                      by_step(guest, program, fault.op), at(place));
}

// Of what goes wrong without any move.
std::string of_own_fault(const Guest& guest, const Program& program, const ObservedFault& fault,
                         const std::optional<std::string>& place) {
  const std::string what = absl::StrCat("`", guest.name, "`: ", name(fault.fault.kind), at(place),
                                        ", ", by_step(guest, program, fault.op));
  constexpr absl::string_view kUnmoved =
      "; no move is needed, so no claim about moving is to blame";
  switch (fault.fault.kind) {
    case FaultClass::kEndlessLoop:
      return absl::StrCat(what, ", which does not come to an end", kUnmoved);
    case FaultClass::kOutOfMemory:
      return absl::StrCat(what, ", which takes more memory than one program may", kUnmoved);
    case FaultClass::kAbort:
      return absl::StrCat(what, ": an exception that nobody catches, an assertion or abort()",
                          kUnmoved);
    default:
      break;
  }
  const bool is_gone = fault.owner < program.ops.size() && fault.vacated_by != fault.owner &&
                       program.ops[fault.owner].code == OpCode::kWait;
  if (is_gone) {
    return absl::StrCat(what, ", in the place of one that had ended ",
                        by_step(guest, program, fault.vacated_by),
                        " while something still pointed at it", kUnmoved);
  }
  return absl::StrCat(what, kUnmoved);
}

}  // namespace

bool is_own_frame(absl::string_view line) {
  const std::size_t begin = line.find_first_not_of(' ');
  if (begin == absl::string_view::npos || line[begin] != '#') return false;
  return absl::StrContains(line, " in _start ") || is_foreign(line) ||
         is_foreign(line.substr(line.rfind(' ') + 1));
}

std::optional<std::string> place_in_report(absl::string_view report) {
  bool is_in_stack = false;
  for (const absl::string_view line : absl::StrSplit(report, '\n')) {
    // "    #1 0x55d0c0 in count(Parser const&) /src/parser.cc:41:7"
    const std::size_t frame = line.find_first_not_of(' ');
    const bool is_frame = frame != absl::string_view::npos && line[frame] == '#';
    if (!is_frame && is_in_stack) break;
    // UBSan says the place in its first line: "/src/parser.cc:41:7: runtime error: ...".
    const std::size_t error = line.find(": runtime error:");
    if (!is_frame && error == absl::string_view::npos) continue;
    is_in_stack = is_in_stack || is_frame;
    const absl::string_view where =
        is_frame ? line.substr(line.rfind(' ') + 1) : line.substr(0, error);
    if (is_foreign(where)) continue;
    const std::vector<absl::string_view> parts = absl::StrSplit(where, ':');
    int number = 0;
    if (parts.size() < 2 || !absl::SimpleAtoi(parts[1], &number)) continue;
    const std::size_t slash = parts[0].rfind('/');
    return absl::StrCat(slash == absl::string_view::npos ? parts[0] : parts[0].substr(slash + 1),
                        ":", parts[1]);
  }
  return std::nullopt;
}

std::string reviewers_sentence(const Guest& guest, const Program& program,
                               const Observation& observation, const Verdict& verdict,
                               const std::vector<SelfPointers>& self_pointers,
                               absl::string_view report) {
  if (verdict.difference == Difference::kMoves) {
    const Trace& trace = observation.trace;
    const std::size_t op =
        verdict.event < trace.size() ? trace[verdict.event].op : program.ops.size();
    const std::size_t mover = last_move(program, op);
    return absl::StrCat("`", guest.name, "` claims ", guest.claims, ", but what comes ",
                        by_step(guest, program, op), " is something else once ",
                        step_name(guest, program, mover), " has moved the object");
  }
  if (verdict.difference == Difference::kModel) {
    const std::size_t op = observation.trace[verdict.event].op;
    return absl::StrCat("`", guest.name, "`: what comes ", by_step(guest, program, op),
                        " is not what the model of its values says; ",
                        verdict.needs_moves ? "without the moves it is" : "no move is needed");
  }
  if (!observation.fault.has_value()) return "";
  const std::optional<std::string> place = place_in_report(report);
  if (!verdict.needs_moves) return of_own_fault(guest, program, *observation.fault, place);
  return of_false_claim(guest, program, *observation.fault, self_pointers, place);
}

}  // namespace pinprick::harness
