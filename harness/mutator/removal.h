// Takes operations out of a draft, and passes on what they were handed.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/mutator/mutation.h"

namespace pinprick::harness {

// Takes out `count` parts from `first` on; with a `{` goes its `}`, and the other way round. Mostly
// whoever used the value of one of them now uses what that was made of: what was polled through a
// pin is polled without. `parts` are those of a valid program, each named by its place.
void take_out(std::vector<Part>& parts, std::size_t first, std::size_t count, const Tools& tools);

}  // namespace pinprick::harness
