#include <cstdio>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "harness/cli/command.h"
#include "harness/program/guest.h"
#include "harness/program/kind.h"
#include "harness/report/json.h"

namespace pinprick::harness {
namespace {

std::string range(const Parameter& parameter) {
  if (parameter.name == nullptr) return "";
  return absl::StrFormat("%s=%d..%d (%d) ", parameter.name, parameter.min, parameter.max,
                         parameter.standard);
}

int kinds(const Arguments& arguments) {
  if (!arguments.words.empty()) return usage_error("kinds: takes no arguments");
  if (absl::GetFlag(FLAGS_json)) {
    std::puts(kinds_json().c_str());
    return kExitAsPredicted;
  }
  std::puts("Leaves:");
  for (const LeafSpec& leaf : kLeaves) {
    absl::PrintF("  %-9s %-7s %-30s %s\n", leaf.name,
                 leaf.unpin ? (leaf.lies.has_value() ? "\"Unpin\"" : "Unpin") : "!Unpin",
                 absl::StrCat(range(leaf.count), range(leaf.value)), leaf.about);
  }
  std::puts("\nCombinators (Unpin as their leaves are, if it does not say otherwise):");
  for (const CombinatorSpec& combinator : kCombinators) {
    if (combinator.code == Combinator::kNone) continue;
    std::string takes = range(combinator.number);
    if (combinator.leaves < kLeafCount) {
      absl::StrAppend(&takes, "of");
      for (std::size_t i = 0; i < combinator.leaves; ++i) {
        absl::StrAppend(&takes, " ", kLeaves[i].name);
      }
    }
    absl::PrintF("  %-18s %-7s %-30s %s\n",
                 absl::StrCat(combinator.name, combinator.arity == 1 ? "(LEAF)" : "(LEAF, LEAF)"),
                 combinator.claim == Claim::kAsLeaves ? ""
                 : combinator.claim == Claim::kNever  ? "!Unpin"
                 : combinator.breaks.has_value()      ? "\"Unpin\""
                                                      : "Unpin",
                 takes, combinator.about);
  }
  std::puts("\nSources, each with what waits for it and its signals:");
  for (const SourceSpec& source : kSources) {
    std::vector<absl::string_view> signals;
    signals.reserve(signal_count(source.code));
    for (std::size_t i = 0; i < signal_count(source.code); ++i) {
      signals.push_back(signal_name(source.code, i));
    }
    absl::PrintF("  %-13s %-12s %-30s %s\n", source.name, spec(waiter_of(source.code)).name,
                 absl::StrCat(range(source.number), absl::StrJoin(signals, " ")), source.about);
  }
  if (guest() != nullptr) {
    absl::PrintF("\nThe guest `%s` claims %s; its calls:\n", guest()->name, guest()->claims);
    for (const GuestCall& call : guest()->calls) {
      absl::PrintF("  %s%s%s\n", call.name, call.takes_argument ? " BYTE" : "",
                   call.pins && !guest()->unpin ? "  (from then on it must not move)" : "");
    }
  }
  absl::PrintF("\n%d kinds in all; `pinprick kinds --json` lists each.\n", kShapeCount);
  return kExitAsPredicted;
}

}  // namespace

constinit const Command kKindsCommand = {
    "kinds",
    "",
    "lists the kinds of future that programs can make.\n"
    "With each: whether it claims Unpin (in quotes: a lie), and its "
    "numbers with range and standard.",
    {"json"},
    kinds};

}  // namespace pinprick::harness
