// The parts of the catalogue, each in a source of its own, so that a change to one combinator
// compiles that one again.
#pragma once

#include "harness/subject/catalogue.h"

namespace pinprick::harness {

void add_leaves(Catalogue& catalogue);
void add_maps(Catalogue& catalogue);
void add_thens(Catalogue& catalogue);
void add_joins(Catalogue& catalogue);

}  // namespace pinprick::harness
