// Programs by the rule that they are about: how many keep it, how many break it.
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "harness/model/prediction.h"
#include "harness/program/rule.h"

namespace pinprick::harness {

struct RuleSides {
  std::size_t kept = 0;      // on the safe path
  std::size_t latent = 0;    // broken, and nothing stale touched
  std::size_t manifest = 0;  // broken, and a stale place touched
};

class RuleTable {
 public:
  // A program that breaks a rule counts for that rule; one that breaks none for the rule `about`,
  // if there is one of that name.
  void add(absl::string_view about, const Prediction& prediction);

  const RuleSides& operator[](Rule rule) const { return sides_[static_cast<std::size_t>(rule)]; }

  // As Markdown, a row for each rule.
  std::string to_markdown() const;

 private:
  std::array<RuleSides, kRuleCount> sides_ = {};
};

}  // namespace pinprick::harness
