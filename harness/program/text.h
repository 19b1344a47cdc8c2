// Programs as text.
//
//     # The article's example: moved after the first poll.
//     let f = make example(len=8)
//     let b = box f
//     let p = pin_unchecked b
//     poll p
//     let g = move_out p
//     poll_unpinned g  #~ use-after-move
//
// Parsing is strict: an error says file:line:column, what was found and what was expected, in one
// short line that may be shown whatever the file holds (quote.h). A name may be bound again, as in
// Rust. The grammar is in corpus/README.md.
// Promise: parse(to_text(p)) gives p for every valid p.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "harness/program/fault.h"
#include "harness/program/program.h"
#include "harness/program/rule.h"

namespace pinprick::harness {

// Numbers that come of one poll: of two futures one each.
inline constexpr std::size_t kMaxOutputs = 2;

// What a comment `#~` states of the operation on its line.
struct Expectation {
  enum class What : std::uint8_t {
    kPending,
    kReady,
    kPanics,
    kStalled,
    kThrows,
    kMoved,
    kUseAfterMove,
    kFaults
  };
  What what = What::kPending;
  std::uint16_t op = 0;
  std::uint16_t line = 0;
  std::vector<std::int64_t> outputs;  // kReady
  std::optional<FaultClass> fault;    // kUseAfterMove and kFaults, when the class is stated
};

// What states that an operation dies of it: "use-after-move CLASS" or "faults CLASS".
std::string expectation_of(FaultClass fault);

// A program as it stands in a file.
struct Script {
  Program program;
  std::vector<std::uint16_t> lines;  // of each operation, counted from 1
  std::vector<std::string> sources;  // each operation as the file has it, without comments
  std::vector<Expectation> expectations;
  std::optional<ProgramClass> program_class;  // `#~ safe` on a line of its own
  std::optional<Rule> rule;                   // `#~ latent move`: the first rule broken

  bool states_something() const { return program_class.has_value() || !expectations.empty(); }
};

// `file` is the name for messages. Errors: kInvalidArgument with one line.
absl::StatusOr<Script> parse(absl::string_view text, absl::string_view file);

// Reads and parses.
absl::StatusOr<Script> load(const std::string& path);

// The canonical text. `notes`, when given, holds one trailing comment for each operation ("" for
// none), which the parser will read again: so a note may be a comment or an expectation.
std::string to_text(const Program& program, absl::Span<const std::string> notes = {});

// The one line of operation `op`, without indentation.
std::string line_of(const Program& program, std::size_t op);

// Each operation as a message names it: "line 6 (`let g = move_out p`)" of a file, or else
// "operation 5 (`let f4 = move_out p2`)". The last entry stands for the end of the program.
std::vector<std::string> places_of(const Script& script);
std::vector<std::string> places_of(const Program& program);

}  // namespace pinprick::harness
