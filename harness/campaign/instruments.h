// Three instruments that look at the same program, each with its own eyes.
//
// The sanitizer's trap and "moves change nothing" convict, each alone. The self-pointer scan gives
// evidence only. None of them asks the model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "harness/interpreter/interpreter.h"
#include "harness/interpreter/still.h"
#include "harness/program/rule.h"
#include "harness/report/json.h"

namespace pinprick::harness {

// Of "moves change nothing".
enum class MovesWord : std::uint8_t {
  kSame,     // with its moves and without them it gives the same
  kDiffers,  // it does not: convicted
  kUnasked,  // it touched freed memory before anything else differed, and that ended the run
  kTold,     // it does not, and the future that was moved said so itself, by name
};

struct InstrumentWords {
  std::optional<ObservedFault> trapped;
  MovesWord moves = MovesWord::kSame;
  // Where the two runs part: what came with the moves, and what without. Empty: nothing more.
  std::uint16_t moves_op = 0;
  std::string with_moves;
  std::string without_moves;
  std::vector<SelfPointers> self_pointers;

  bool has_own() const;    // a future pointed into itself
  bool has_stale() const;  // ... or into where it had lived
};

class Instruments {
 public:
  Instruments();

  InstrumentWords look(const Program& program);

 private:
  Interpreter trapping_;
  Interpreter scanning_;
  Interpreter moving_;
  Still still_;
};

// Each one's word, a line each. `places` are those of the operations, as explain() takes them.
std::string to_text(const InstrumentWords& words, const std::vector<std::string>& places);

// How often they agreed, by the class that the contract gives a program.
class Agreement {
 public:
  void add(ProgramClass program_class, const InstrumentWords& words);

  // Of all programs: those that an instrument convicted although no rule was broken by them, or
  // that only "moves change nothing" did.
  std::size_t alone() const;
  std::string to_text() const;
  const InstrumentTable& counts() const { return counts_; }

 private:
  InstrumentTable counts_ = {};
};

}  // namespace pinprick::harness
