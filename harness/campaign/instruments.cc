#include "harness/campaign/instruments.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace pinprick::harness {
namespace {

InterpreterOptions scanning() {
  InterpreterOptions options;
  options.scan = true;
  return options;
}

InterpreterOptions spoiling() {
  InterpreterOptions options;
  options.vacated = VacatedPlace::kSpoiled;
  return options;
}

// What only a sanitizer could know: without one the program would have read on.
bool is_told_by_poison(FaultClass fault) {
  switch (fault) {
    case FaultClass::kSegv:
    case FaultClass::kStackOverflow:
    case FaultClass::kAbort:
    case FaultClass::kEndlessLoop:
    case FaultClass::kUndefinedBehaviour:
      return false;
    default:
      return true;
  }
}

// What the run says at `at`, or how it ended there.
std::string event_or_end(const Observation& seen, std::size_t at) {
  if (at < seen.trace.size()) return to_text(seen.trace[at]);
  if (seen.fault.has_value()) return std::string(name(seen.fault->fault.kind));
  return "";
}

std::uint16_t op_at(const Observation& seen, std::size_t at) {
  if (at < seen.trace.size()) return seen.trace[at].op;
  return seen.fault.has_value() ? seen.fault->op : std::uint16_t{0xffff};
}

// Whether the operation of that event ends in a panic of what was moved.
bool tells_of_a_move(const Trace& trace, std::size_t at) {
  for (std::size_t i = at; i < trace.size() && trace[i].op == trace[at].op; ++i) {
    if (trace[i].kind == EventKind::kPanicked && trace[i].part == kCauseMoved) return true;
  }
  return false;
}

void compare(const Observation& moving, const Observation& still, InstrumentWords& words) {
  const Trace& with = moving.trace;
  const Trace& without = still.trace;
  const std::size_t length = std::min(with.size(), without.size());
  const auto at = static_cast<std::size_t>(
      std::mismatch(with.begin(), with.begin() + static_cast<std::ptrdiff_t>(length),
                    without.begin())
          .first -
      with.begin());
  const bool told_by_poison =
      moving.fault.has_value() && is_told_by_poison(moving.fault->fault.kind);
  if (at == with.size() && told_by_poison) {
    const bool ends_alike = at == without.size() && still.fault.has_value();
    words.moves = ends_alike ? MovesWord::kSame : MovesWord::kUnasked;
    return;
  }
  if (at == with.size() && at == without.size() &&
      moving.fault.has_value() == still.fault.has_value()) {
    return;
  }
  words.moves = tells_of_a_move(with, at) ? MovesWord::kTold : MovesWord::kDiffers;
  words.moves_op = std::min(op_at(moving, at), op_at(still, at));
  words.with_moves = event_or_end(moving, at);
  words.without_moves = event_or_end(still, at);
}

}  // namespace

bool InstrumentWords::has_own() const {
  return std::any_of(self_pointers.begin(), self_pointers.end(),
                     [](const SelfPointers& each) { return each.own > 0; });
}

bool InstrumentWords::has_stale() const {
  return std::any_of(self_pointers.begin(), self_pointers.end(),
                     [](const SelfPointers& each) { return each.stale > 0; });
}

// Each has an interpreter of its own, so that none is in another's way.
Instruments::Instruments() : scanning_(scanning()), moving_(spoiling()) {}

InstrumentWords Instruments::look(const Program& program) {
  InstrumentWords words;
  words.trapped = trapping_.observe(program).fault;
  words.self_pointers = scanning_.observe(program).self_pointers;
  // Each answer holds until the next one is asked, of one of them only.
  const Observation& moving = moving_.observe(program);
  compare(moving, still_.observe(program), words);
  return words;
}

std::string to_text(const InstrumentWords& words, const std::vector<std::string>& places) {
  std::string out;
  if (words.trapped.has_value()) {
    absl::StrAppend(&out, "sanitizer trap:       ", name(words.trapped->fault.kind), " at ",
                    places[words.trapped->op], ": convicts\n");
  } else {
    absl::StrAppend(&out, "sanitizer trap:       nothing\n");
  }
  const auto or_nothing = [](const std::string& text) { return text.empty() ? "nothing" : text; };
  switch (words.moves) {
    case MovesWord::kSame:
      absl::StrAppend(&out, "moves change nothing: the same with them and without\n");
      break;
    case MovesWord::kUnasked:
      absl::StrAppend(&out, "moves change nothing: freed memory was touched before they could\n");
      break;
    case MovesWord::kTold:
      absl::StrAppend(&out, "moves change nothing: at ", places[words.moves_op],
                      " the future says itself that it was moved\n");
      break;
    case MovesWord::kDiffers:
      absl::StrAppend(&out, "moves change nothing: they do at ", places[words.moves_op], ": ",
                      or_nothing(words.with_moves), " with them, ", or_nothing(words.without_moves),
                      " without: convicts\n");
      break;
  }
  for (const SelfPointers& each : words.self_pointers) {
    absl::StrAppend(&out, "self-pointer scan:    after ", places[each.op], ", what ",
                    places[each.owner], " made holds ", each.own, " into itself, ", each.stale,
                    " into an old home\n");
  }
  if (words.self_pointers.empty()) absl::StrAppend(&out, "self-pointer scan:    nothing\n");
  return out;
}

void Agreement::add(ProgramClass program_class, const InstrumentWords& words) {
  InstrumentCounts& counts = counts_[static_cast<std::size_t>(program_class)];
  const bool trapped = words.trapped.has_value();
  const bool differs = words.moves == MovesWord::kDiffers;
  ++counts.programs;
  counts.trapped += trapped ? 1 : 0;
  counts.differs += differs ? 1 : 0;
  counts.both += trapped && differs ? 1 : 0;
  counts.unasked += words.moves == MovesWord::kUnasked ? 1 : 0;
  counts.own += words.has_own() ? 1 : 0;
  counts.stale += words.has_stale() ? 1 : 0;
}

std::size_t Agreement::alone() const {
  std::size_t total = 0;
  for (std::size_t i = 0; i < kProgramClassCount; ++i) {
    const InstrumentCounts& counts = counts_[i];
    const bool guilty = static_cast<ProgramClass>(i) == ProgramClass::kManifest;
    total += guilty ? counts.differs - counts.both : counts.trapped + counts.differs - counts.both;
  }
  return total;
}

std::string Agreement::to_text() const {
  std::string out = absl::StrFormat("%-10s%10s%10s%10s%10s%10s%12s%12s\n", "", "programs", "trap",
                                    "moves", "both", "unasked", "own words", "stale words");
  for (std::size_t i = 0; i < kProgramClassCount; ++i) {
    const InstrumentCounts& counts = counts_[i];
    absl::StrAppendFormat(&out, "%-10s%10d%10d%10d%10d%10d%12d%12d\n", kProgramClassNames[i],
                          counts.programs, counts.trapped, counts.differs, counts.both,
                          counts.unasked, counts.own, counts.stale);
  }
  return out;
}

}  // namespace pinprick::harness
