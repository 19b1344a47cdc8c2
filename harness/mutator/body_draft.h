// The body of a machine taken apart, so that it can be changed: what harness/program/draft.h is for
// programs.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "harness/mutator/random.h"
#include "harness/program/body.h"

namespace pinprick::harness {

struct BodyPart {
  std::uint8_t name = kNoLocal;  // of the local that it makes; no two parts have the same
  Statement statement;           // its operands are names
};

// The statements in order. Each local is named by its number.
std::vector<BodyPart> take_apart(const Body& body);

// The valid body of those statements that fit, in order. A `skip` of more than there is jumps over
// less. If nothing is left it is one `await`.
Body assemble(absl::Span<const BodyPart> parts);

// One small change: a statement comes in, goes, comes twice, changes places with a neighbour, or
// gets another number or other locals. It may come to nothing. `parts` are those of a valid body.
void change(std::vector<BodyPart>& parts, Random& random);

}  // namespace pinprick::harness
