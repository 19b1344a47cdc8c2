#include "harness/report/rules.h"

#include "absl/strings/str_format.h"

namespace pinprick::harness {

void RuleTable::add(absl::string_view about, const Prediction& prediction) {
  if (prediction.rule.has_value()) {
    RuleSides& sides = sides_[static_cast<std::size_t>(*prediction.rule)];
    ++(prediction.fault.has_value() ? sides.manifest : sides.latent);
    return;
  }
  for (const RuleSpec& rule : kRules) {
    if (about == rule.name) ++sides_[static_cast<std::size_t>(rule.rule)].kept;
  }
}

std::string RuleTable::to_markdown() const {
  std::string out =
      "| rule | says | keep it | break it, latent | break it, manifest |\n"
      "|---|---|---:|---:|---:|\n";
  for (const RuleSpec& rule : kRules) {
    const RuleSides& sides = (*this)[rule.rule];
    absl::StrAppendFormat(&out, "| `%s` | %s | %d | %d | %d |\n", rule.name, rule.about, sides.kept,
                          sides.latent, sides.manifest);
  }
  return out;
}

}  // namespace pinprick::harness
