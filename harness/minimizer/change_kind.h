// Another kind for futures that a program makes.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/minimizer/search.h"
#include "harness/program/draft.h"
#include "harness/program/kind.h"

namespace pinprick::harness {

// The parts, and all that make a future of the shape that `at`, a `make` or a `wait`, makes are of
// that kind: operations on two futures demand it.
std::vector<Part> with_kind(std::vector<Part> parts, std::size_t at, const Kind& kind);

// Accepts that, or else the kind for that operation alone.
bool accept_kind(Search& search, std::size_t at, const Kind& kind);

}  // namespace pinprick::harness
