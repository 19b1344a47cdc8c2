// Text and bytes convert without loss: what is demanded of every valid program, wherever it came
// from.
#pragma once

#include <string>

#include "harness/program/bytes.h"
#include "harness/program/text.h"
#include "tests/fuzz/demand.h"

namespace pinprick::harness {

inline void demand_round_trips(const Program& program) {
  const std::string text = to_text(program);
  const absl::StatusOr<Script> parsed = parse(text, "printed");
  demand(parsed.ok(), "what is printed can be parsed", program);
  demand(parsed->program == program, "parse(to_text(p)) gives p", program);
  demand(to_text(parsed->program) == text, "what was printed is printed the same again", program);
  Decoder decoder;
  demand(decoder.decode(encode(program)) == program, "decode(encode(p)) gives p", program);
}

}  // namespace pinprick::harness
