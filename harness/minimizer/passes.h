// The ideas of the minimiser, each a pass over the best program so far, one a file.
//
// A pass tries its edits in a fixed order and goes on with what was accepted. What it tries depends
// on the best program alone, so that where no pass finds anything there is nothing left to be
// found. Those that try every pair of something do so only where there are few, see the limits in
// each.
#pragma once

#include "harness/minimizer/search.h"

namespace pinprick::harness {

// Leaves off the end: first half of the program, then half of that, to the last operation that is
// needed.
void truncate(Search& search);

// Leaves out what has nothing to do with the rest, and values that nobody uses.
void drop_unused(Search& search);

// Leaves out runs of operations, long ones first, down to single ones.
void drop_runs(Search& search);

// Leaves out two operations at once, such as a scope's two ends, or one that makes and one that
// takes.
void drop_pairs(Search& search);

// Lets those who use a value use one that it was made of, or an older one of its type, and leaves
// out what made the one of the other: a move, a box and its unbox, a row and the pin of its
// element.
void bypass(Search& search);

// Lets an operation take an older value of a type that it takes.
void use_older_operands(Search& search);

// Puts one operation in the place of one, or of two.
void replace(Search& search);

// Cheaper kinds and sources, and their numbers nearer to the smallest.
void simplify_kinds(Search& search);

// Fewer and cheaper statements in the bodies of machines.
void simplify_bodies(Search& search);

// Moves operations to where the order of programs wants them.
void reorder(Search& search);

// Leaves out one operation, and moves another one: into a scope, or out of one.
void drop_and_reorder(Search& search);

// Leaves out one operation, and lets another kind make up for it.
void drop_and_simplify(Search& search);

// All programs made of some of the operations only, where there are few operations. Whether it
// could ask about all.
bool try_subsets(Search& search);

}  // namespace pinprick::harness
