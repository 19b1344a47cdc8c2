// Bodies of machines that are smaller than one, for the minimiser to try.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "harness/program/body.h"

namespace pinprick::harness {

// A set of statements of one body.
using StatementSet = std::uint32_t;

// The body without those statements and without what names a local that they made. Locals are
// renamed, and a `skip` jumps over what is left of what it jumped over. None, if nothing is left or
// the rest is no valid body: a local may be dropped that only a guard kept.
std::optional<Body> without(const Body& body, StatementSet left_out);

// Valid bodies of fewer statements, or of as many with one that is cheaper: another statement, a
// smaller number, an older local. In a fixed order, the smallest first, roughly; `body` must be
// valid. A few hundred for the longest.
std::vector<Body> smaller_bodies(const Body& body);

}  // namespace pinprick::harness
