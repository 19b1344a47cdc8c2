// An operation that does not fit any more gives way to one that does the same to another type.
//
// Who took a future out of a box polled it through the box's pin; take the box away, and the future
// is polled by another name. This knows which operations stand for one another.
#pragma once

#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "harness/minimizer/search.h"

namespace pinprick::harness {

// The parts with those that do not fit replaced by one of their kin that does. None, if there is no
// such part.
std::optional<std::vector<Part>> coerced(absl::Span<const Part> parts);

// Accepts them as they are, or else coerced.
bool accept_coerced(Search& search, absl::Span<const Part> parts);

}  // namespace pinprick::harness
