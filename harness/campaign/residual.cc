#include "harness/campaign/residual.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "harness/report/tally.h"

namespace pinprick::harness {

double chance_of_something_new(std::size_t met_once, std::uint64_t programs) {
  if (programs == 0) return 1;
  return std::min(1.0, static_cast<double>(met_once) / static_cast<double>(programs));
}

std::string residual_text(std::size_t met_once, std::uint64_t programs) {
  if (programs == 0) return "left: everything";
  const std::string what =
      absl::StrCat(grouped(met_once), met_once == 1 ? " encounter" : " encounters",
                   " came up in one program only");
  if (met_once == 0) {
    return absl::StrCat("left: the next program meets something new with a chance below 1 in ",
                        grouped(programs), " (Good-Turing: ", what, ")");
  }
  return absl::StrCat("left: the next program meets something new with a chance of about 1 in ",
                      grouped(std::max<std::uint64_t>(1, programs / met_once)),
                      " (Good-Turing: ", what, ")");
}

std::string exhausted_text(absl::string_view table) {
  // Operations and futures of each row, the most operations first.
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t, std::greater<>> universes;
  for (const absl::string_view line : absl::StrSplit(table, '\n')) {
    const std::vector<absl::string_view> cells = absl::StrSplit(line, '|');
    std::uint64_t ops = 0;
    std::uint64_t futures = 0;
    if (cells.size() < 4 || !absl::SimpleAtoi(cells[1], &ops) ||
        !absl::SimpleAtoi(cells[2], &futures)) {
      continue;
    }
    ++universes[{ops, futures}];
  }
  return absl::StrJoin(universes, ", ", [](std::string* out, const auto& each) {
    absl::StrAppend(out, each.first.first, " operations over ", each.first.second,
                    each.first.second == 1 ? " future" : " futures", " of ", each.second,
                    each.second == 1 ? " universe" : " universes");
  });
}

}  // namespace pinprick::harness
