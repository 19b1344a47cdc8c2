// How much a campaign has left.
//
// A campaign that found nothing may have been too short. Two figures say how much that is worth:
// the chance that the next program meets something that none has met, and the bound up to which
// nothing was left out at all.
//
// The first is Good's and Turing's estimate. Of n programs, f1 have met an encounter that no other
// met (encounter.h); then the next program meets a new one with a chance of about f1 / n. That is
// what is left for programs like those before: it takes them for draws from one distribution,
// which a campaign that breeds from what it has found only is for a while, and it says nothing of
// what no program of this generator can meet. Source: I. J. Good, "The population frequencies of
// species and the estimation of population parameters", Biometrika 40, 1953; for fuzzing M. Böhme,
// "STADS: Software Testing as Species Discovery", TOSEM 27, 2018.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace pinprick::harness {

// The chance, from 0 to 1. With no programs 1: everything is left.
double chance_of_something_new(std::size_t met_once, std::uint64_t programs);

// "left: the next program meets something new with a chance of 1 in 12,345 (...)".
std::string residual_text(std::size_t met_once, std::uint64_t programs);

// What stands in the table of corpus/exhausted.md, in one line: "7 operations over 1 future of 9
// universes, 6 over 2 of 7"; empty if there is no row.
std::string exhausted_text(absl::string_view table);

}  // namespace pinprick::harness
