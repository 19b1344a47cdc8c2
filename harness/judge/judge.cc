#include "harness/judge/judge.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "harness/program/text.h"

namespace pinprick::harness {
namespace {

Verdict differs(VerdictKind kind, Difference difference) { return {kind, difference, 0, false}; }

// The first event that differs; the length if none does.
std::size_t first_difference(const Trace& a, const Trace& b) {
  const auto at = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(at.first - a.begin());
}

Verdict compare_traces(const Trace& predicted, const Trace& observed, VerdictKind if_equal) {
  const std::size_t event = first_difference(predicted, observed);
  if (event == predicted.size() && event == observed.size()) {
    return {if_equal, Difference::kNone, 0, false};
  }
  return {VerdictKind::kMismatch, Difference::kTrace, event, false};
}

// The operation's name; what happens after the last one is the end of the outermost scope.
std::string op_name(const Program& program, std::size_t op) {
  if (op >= program.ops.size()) return "end";
  switch (program.ops[op].code) {
    case OpCode::kOpenScope:
      return "open";
    case OpCode::kCloseScope:
      return "close";
    default:
      return spec(program.ops[op].code).name;
  }
}

// What kind of thing had its home there: a leaf, a combinator, or a task. What is inside of a
// combinator is left out, or there would be more names than things worth telling apart.
std::string owner_name(const Program& program, ValueId owner) {
  if (owner == kNoValue || owner >= program.ops.size()) return "nobody";
  const Op& op = program.ops[owner];
  if (op.code != OpCode::kMake) return op_name(program, owner);
  if (op.kind.combinator != Combinator::kNone) return spec(op.kind.combinator).name;
  return spec(op.kind.first.leaf).name;
}

using Places = absl::Span<const std::string>;

std::string stale(Places places, std::size_t op, FaultClass fault, ValueId owner,
                  std::size_t vacated_by) {
  if (owner == kNoValue) return absl::StrCat(name(fault), " at ", places[op]);
  // Nobody has left it: it was no stale access.
  if (owner == vacated_by) {
    return absl::StrCat(name(fault), " at ", places[op], ", in the home of what ", places[owner],
                        " made");
  }
  return absl::StrCat(name(fault), " at ", places[op], ", in the old home of what ", places[owner],
                      " made, vacated by ", places[vacated_by]);
}

std::string event_text(Places places, const Trace& trace, std::size_t event) {
  if (event >= trace.size()) return "no further event";
  return absl::StrCat(to_text(trace[event]), " at ", places[trace[event].op]);
}

absl::string_view in_words(Difference difference) {
  switch (difference) {
    case Difference::kNone:
      return "as-predicted";
    case Difference::kFault:
      return "fault";
    case Difference::kOperation:
      return "operation";
    case Difference::kClass:
      return "class";
    case Difference::kOwner:
      return "owner";
    case Difference::kVacatedBy:
      return "vacated-by";
    case Difference::kTrace:
      return "trace";
    case Difference::kLeak:
      return "leak";
    case Difference::kAllocated:
      return "allocated";
    case Difference::kModel:
      return "model";
    case Difference::kMoves:
      return "moves";
  }
  return "";
}

// Of what a future does, not of a fault.
bool is_behaviour(Difference difference) {
  return difference == Difference::kTrace || difference == Difference::kLeak ||
         difference == Difference::kAllocated;
}

std::string in_words(Blame blame, Places places, const Prediction& prediction) {
  switch (blame) {
    case Blame::kNobody:
      break;
    case Blame::kProgram:
      return absl::StrCat("the program, for ", places[prediction.rule_op]);
    case Blame::kType:
      return absl::StrCat("the type that ", places[prediction.liar], " made: its claim is false");
    case Blame::kClaim:
      return "the type: its claim is false, without the moves nothing goes wrong";
    case Blame::kGuest:
      return "the type, but no claim about moving: without the moves it goes wrong as well";
    case Blame::kLibrary:
      return "the library: no rule was broken";
    case Blame::kHarness:
      return "the harness: the model or the interpreter is wrong";
    case Blame::kLibraryOrHarness:
      return "the library, or the harness: a future does not do what its model says";
  }
  return "nobody";
}

}  // namespace

Verdict judge_guest(const Prediction& prediction, const Observation& observation,
                    const Observation& still) {
  using enum VerdictKind;
  const bool is_misuse = prediction.rule.has_value();
  if (observation.fault.has_value()) {
    return {is_misuse ? kCaught : kEscape, Difference::kFault, 0, !still.fault.has_value()};
  }
  if (is_misuse) return differs(kLatent, Difference::kNone);
  const auto unexpected = [](const Event& each) {
    return each.kind == EventKind::kCalled && each.part == 1;
  };
  const Trace& trace = observation.trace;
  if (const auto at = std::find_if(trace.begin(), trace.end(), unexpected); at != trace.end()) {
    const bool also_still = std::any_of(still.trace.begin(), still.trace.end(), unexpected);
    return {kEscape, Difference::kModel, static_cast<std::size_t>(at - trace.begin()), !also_still};
  }
  // What faults where it stays has no such trace to compare with.
  const std::size_t event = first_difference(observation.trace, still.trace);
  const bool is_same = event == observation.trace.size() && event == still.trace.size();
  if (is_same || still.fault.has_value()) return differs(kClean, Difference::kNone);
  return {kEscape, Difference::kMoves, event, true};
}

Verdict judge(const Prediction& prediction, const Observation& observation) {
  using enum VerdictKind;
  const bool expected = prediction.fault.has_value();
  if (!observation.fault.has_value()) {
    if (expected) return differs(kMissed, Difference::kFault);
    if (prediction.leaked_blocks != observation.leaked_blocks) {
      return differs(kMismatch, Difference::kLeak);
    }
    if (prediction.allocated_blocks != observation.allocated_blocks) {
      return differs(kMismatch, Difference::kAllocated);
    }
    return compare_traces(prediction.trace, observation.trace,
                          prediction.rule.has_value() ? kLatent : kClean);
  }
  if (!expected) {
    return differs(prediction.rule.has_value() ? kMismatch : kEscape, Difference::kFault);
  }
  const PredictedFault& predicted = *prediction.fault;
  const ObservedFault& observed = *observation.fault;
  if (predicted.op != observed.op) return differs(kMismatch, Difference::kOperation);
  if (predicted.fault != observed.fault.kind) return differs(kMismatch, Difference::kClass);
  if (predicted.owner != observed.owner) return differs(kMismatch, Difference::kOwner);
  if (predicted.vacated_by != observed.vacated_by)
    return differs(kMismatch, Difference::kVacatedBy);
  return compare_traces(prediction.trace, observation.trace, kCaught);
}

Blame blame(const Prediction& prediction, const Verdict& verdict) {
  switch (verdict.kind) {
    case VerdictKind::kClean:
      return Blame::kNobody;
    case VerdictKind::kLatent:
    case VerdictKind::kCaught:
      return prediction.liar == kNoValue ? Blame::kProgram : Blame::kType;
    case VerdictKind::kEscape:
      if (prediction.has_guest) return verdict.needs_moves ? Blame::kClaim : Blame::kGuest;
      return Blame::kLibrary;
    case VerdictKind::kMismatch:
      if (is_behaviour(verdict.difference)) return Blame::kLibraryOrHarness;
      break;
    case VerdictKind::kMissed:
      break;
  }
  return Blame::kHarness;
}

std::string signature(const Program& program, const Prediction& prediction,
                      const Observation& observation, const Verdict& verdict) {
  if (verdict.kind == VerdictKind::kClean) {
    return std::string(name(prediction.program_class));
  }
  if (verdict.kind == VerdictKind::kLatent) {
    return absl::StrCat(spec(*prediction.rule).name, ".", op_name(program, prediction.rule_op));
  }
  if (verdict.difference == Difference::kTrace || verdict.difference == Difference::kLeak ||
      verdict.difference == Difference::kAllocated) {
    const bool has_event = verdict.event < prediction.trace.size();
    const std::size_t op = verdict.difference == Difference::kTrace && has_event
                               ? prediction.trace[verdict.event].op
                               : program.ops.size();
    return absl::StrCat(in_words(verdict.difference), ".", op_name(program, op));
  }
  if (verdict.difference == Difference::kMoves || verdict.difference == Difference::kModel) {
    const Trace& trace = observation.trace;
    const std::size_t op =
        verdict.event < trace.size() ? trace[verdict.event].op : program.ops.size();
    return absl::StrCat(in_words(verdict.difference), ".", op_name(program, op));
  }
  // Of guests it is the same thing whichever way they were moved.
  if (prediction.has_guest && observation.fault.has_value()) {
    const ObservedFault& fault = *observation.fault;
    return absl::StrCat(name(fault.fault.kind), ".", op_name(program, fault.op),
                        verdict.needs_moves ? ".moved" : ".unmoved");
  }
  const std::string part =
      verdict.kind == VerdictKind::kMismatch ? absl::StrCat(in_words(verdict.difference), ".") : "";
  if (observation.fault.has_value()) {
    const ObservedFault& fault = *observation.fault;
    return absl::StrCat(part, name(fault.fault.kind), ".", op_name(program, fault.op), ".",
                        fault.owner == kNoValue ? "unknown" : op_name(program, fault.vacated_by),
                        ".", owner_name(program, fault.owner));
  }
  const PredictedFault& fault = *prediction.fault;
  return absl::StrCat(part, name(fault.fault), ".", op_name(program, fault.op), ".",
                      op_name(program, fault.vacated_by), ".", owner_name(program, fault.owner));
}

std::string explain(Places places, const Prediction& prediction, const Observation& observation,
                    const Verdict& verdict) {
  std::string out;
  if (prediction.rule.has_value()) {
    absl::StrAppend(&out, "broken:    rule `", spec(*prediction.rule).name, "` (",
                    spec(*prediction.rule).about, ") by ", places[prediction.rule_op], "\n");
  }
  if (prediction.fault.has_value()) {
    const PredictedFault& fault = *prediction.fault;
    absl::StrAppend(&out, "predicted: ",
                    stale(places, fault.op, fault.fault, fault.owner, fault.vacated_by), "\n");
  } else {
    absl::StrAppend(&out, "predicted: no stale access\n");
  }
  if (observation.fault.has_value()) {
    const ObservedFault& fault = *observation.fault;
    absl::StrAppend(&out, "observed:  ",
                    stale(places, fault.op, fault.fault.kind, fault.owner, fault.vacated_by), "\n");
  } else {
    absl::StrAppend(&out, "observed:  no error\n");
  }
  if (verdict.difference == Difference::kTrace) {
    absl::StrAppend(&out, "differs:   predicted ",
                    event_text(places, prediction.trace, verdict.event), "; observed ",
                    event_text(places, observation.trace, verdict.event), "\n");
  }
  if (verdict.difference == Difference::kLeak) {
    absl::StrAppend(&out, "differs:   predicted ", prediction.leaked_blocks,
                    " leaked blocks, observed ", observation.leaked_blocks, "\n");
  }
  if (verdict.difference == Difference::kAllocated) {
    absl::StrAppend(&out, "differs:   predicted ", prediction.allocated_blocks,
                    " blocks allocated, observed ", observation.allocated_blocks, "\n");
  }
  if (verdict.difference == Difference::kModel) {
    absl::StrAppend(&out, "differs:   the model of the values has something else for ",
                    event_text(places, observation.trace, verdict.event), "\n");
  }
  if (verdict.difference == Difference::kMoves) {
    absl::StrAppend(&out, "differs:   with its moves ",
                    event_text(places, observation.trace, verdict.event),
                    ", and something else without them\n");
  }
  const Blame blamed = blame(prediction, verdict);
  if (blamed != Blame::kNobody) {
    absl::StrAppend(&out, "to blame:  ", in_words(blamed, places, prediction), "\n");
  }
  return out;
}

}  // namespace pinprick::harness
