#include "harness/campaign/contract_coverage.h"

#include <algorithm>
#include <atomic>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "harness/base/check.h"

namespace pinprick::harness {
namespace {

constexpr std::uint16_t kImpossible = 0xffff;

class Numbers {
 public:
  Numbers() : numbers_(kRuleCount * kGenusCount * kOpCount * kProgressCount, kImpossible) {
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      const Encounter encounter = at(i);
      if (!is_possible(encounter)) continue;
      PINPRICK_CHECK(rules_.size() < kEncountersMax);
      numbers_[i] = static_cast<std::uint16_t>(rules_.size());
      rules_.push_back(encounter.rule);
    }
  }

  std::size_t number(const Encounter& encounter) const {
    const std::uint16_t number = numbers_[index(encounter)];
    if (number == kImpossible) {
      constexpr const char* kProgressNames[kProgressCount] = {"fresh", "suspended", "done"};
      const std::string what =
          absl::StrCat("the contract holds no `", spec(encounter.rule).name, "` of a ",
                       name_of(encounter.genus), " by `", spec(encounter.way).name, "` when it is ",
                       kProgressNames[static_cast<std::size_t>(encounter.progress)]);
      harness_failed(__FILE__, __LINE__, what.c_str());
    }
    return number;
  }
  const std::vector<Rule>& rules() const { return rules_; }  // by number

 private:
  static std::size_t index(const Encounter& encounter) {
    std::size_t index = static_cast<std::size_t>(encounter.rule);
    index = index * kGenusCount + encounter.genus;
    index = index * kOpCount + static_cast<std::size_t>(encounter.way);
    return index * kProgressCount + static_cast<std::size_t>(encounter.progress);
  }
  static Encounter at(std::size_t index) {
    Encounter encounter;
    encounter.progress = static_cast<Progress>(index % kProgressCount);
    index /= kProgressCount;
    encounter.way = static_cast<OpCode>(index % kOpCount);
    index /= kOpCount;
    encounter.genus = static_cast<Genus>(index % kGenusCount);
    encounter.rule = static_cast<Rule>(index / kGenusCount);
    return encounter;
  }

  std::vector<std::uint16_t> numbers_;
  std::vector<Rule> rules_;
};

const Numbers& all() {
  static const Numbers* const numbers = new Numbers();
  return *numbers;
}

std::uint8_t load_byte(const std::uint8_t& byte) {
  return std::atomic_ref(const_cast<std::uint8_t&>(byte)).load(std::memory_order_relaxed);
}

// What never happens leaves its place empty.
std::string or_dash(std::uint64_t number) { return number == 0 ? "-" : grouped(number); }

}  // namespace

std::size_t number_of(const Encounter& encounter) { return all().number(encounter); }
std::size_t possible_encounters() { return all().rules().size(); }

void ContractCoverage::add(std::size_t number, std::uint8_t programs) {
  const int sum = programs_[number] + programs;
  std::atomic_ref(programs_[number])
      .store(static_cast<std::uint8_t>(std::min(sum, 2)), std::memory_order_relaxed);
}

void ContractCoverage::add_program(absl::Span<const std::size_t> numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    // What is known to have come up in several is not worth a look, and mostly it is.
    if (programs_[numbers[i]] >= 2) continue;
    const auto* const before = numbers.begin() + i;
    if (std::find(numbers.begin(), before, numbers[i]) == before) add(numbers[i], 1);
  }
}

ContractCoverage& ContractCoverage::operator+=(const ContractCoverage& other) {
  for (std::size_t i = 0; i < kEncountersMax; ++i) {
    if (const std::uint8_t programs = load_byte(other.programs_[i]); programs != 0)
      add(i, programs);
  }
  return *this;
}

std::size_t ContractCoverage::reached() const {
  std::size_t count = 0;
  for (const std::uint8_t& each : programs_) count += load_byte(each) > 0 ? 1 : 0;
  return count;
}

std::size_t ContractCoverage::met_once() const {
  std::size_t count = 0;
  for (const std::uint8_t& each : programs_) count += load_byte(each) == 1 ? 1 : 0;
  return count;
}

std::string ContractCoverage::to_text(const Tally& tally) const {
  std::array<std::size_t, kRuleCount> possible = {};
  std::array<std::size_t, kRuleCount> reached = {};
  const std::vector<Rule>& rules = all().rules();
  for (std::size_t i = 0; i < rules.size(); ++i) {
    ++possible[static_cast<std::size_t>(rules[i])];
    reached[static_cast<std::size_t>(rules[i])] += load_byte(programs_[i]) > 0 ? 1 : 0;
  }
  std::string out =
      absl::StrFormat("%-18s%10s%10s%12s%12s\n", "", "reached", "possible", "kept in", "broken in");
  for (const RuleSpec& rule : kRules) {
    const auto i = static_cast<std::size_t>(rule.rule);
    absl::StrAppendFormat(&out, "%-18s%10s%10s%12s%12s\n", rule.name, or_dash(reached[i]),
                          or_dash(possible[i]), or_dash(tally.kept[i]), or_dash(tally.broken[i]));
  }
  return out;
}

}  // namespace pinprick::harness
