// The parts of the catalogue, each in a source of its own, so that a change to one combinator
// compiles that one again.
#pragma once

#include "harness/subject/catalogue.h"

namespace pinprick::harness {

void add_leaves(Catalogue& catalogue);
void add_erased_leaves(Catalogue& catalogue);
void add_maps(Catalogue& catalogue);
void add_sequels(Catalogue& catalogue);
void add_singles(Catalogue& catalogue);
void add_users(Catalogue& catalogue);
void add_joins(Catalogue& catalogue);
void add_many(Catalogue& catalogue);
void add_cancelled(Catalogue& catalogue);
void add_streams(Catalogue& catalogue);
void add_sets(Catalogue& catalogue);
void add_captured(Catalogue& catalogue);
void add_assume_unpin(Catalogue& catalogue);
void add_packed(Catalogue& catalogue);
void add_shufflers(Catalogue& catalogue);
void add_two_faced(Catalogue& catalogue);
void add_takers(Catalogue& catalogue);
void add_guest(Catalogue& catalogue);

}  // namespace pinprick::harness
