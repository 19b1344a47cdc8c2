#include "harness/report/tally.h"

#include <atomic>
#include <bit>
#include <cstring>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace pinprick::harness {
namespace {

constexpr std::size_t kCounters = sizeof(Tally) / sizeof(std::uint64_t);
static_assert(std::is_trivially_copyable_v<Tally>, "a tally is nothing but counters");

struct Row {
  ProgramClass program_class;
  const char* title;
  const char* expected;
};

constexpr Row kRows[] = {
    {ProgramClass::kSafe, "safe programs", "none"},
    {ProgramClass::kObeying, "obeying unsafe programs", "none"},
    {ProgramClass::kLatent, "latent misuse", "none"},
    {ProgramClass::kManifest, "manifest misuse", "all"},
};

}  // namespace

void Tally::add(const Program& program, const Prediction& prediction,
                const Observation& observation, const Verdict& verdict) {
  const auto program_class = static_cast<std::size_t>(prediction.program_class);
  ++programs;
  ops += program.ops.size();
  ++verdicts[static_cast<std::size_t>(verdict.kind)];
  ++classes[program_class];
  if (observation.fault.has_value()) ++faults[program_class];
  if (prediction.rule.has_value()) {
    ++broken[static_cast<std::size_t>(*prediction.rule)];
    return;
  }
  for (unsigned long left = prediction.concerned.to_ulong(); left != 0; left &= left - 1) {
    ++kept[static_cast<std::size_t>(std::countr_zero(left))];
  }
}

std::uint64_t Tally::findings() const {
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < kVerdictCount; ++i) {
    if (is_finding(static_cast<VerdictKind>(i))) total += verdicts[i];
  }
  return total;
}

Tally& Tally::operator+=(const Tally& other) {
  programs += other.programs;
  ops += other.ops;
  for (std::size_t i = 0; i < kVerdictCount; ++i) verdicts[i] += other.verdicts[i];
  for (std::size_t i = 0; i < kProgramClassCount; ++i) {
    classes[i] += other.classes[i];
    faults[i] += other.faults[i];
  }
  for (std::size_t i = 0; i < kRuleCount; ++i) {
    kept[i] += other.kept[i];
    broken[i] += other.broken[i];
  }
  return *this;
}

Tally snapshot(const Tally& shared) {
  std::array<std::uint64_t, kCounters> copy;
  const auto* counters = reinterpret_cast<const std::uint64_t*>(&shared);
  for (std::size_t i = 0; i < kCounters; ++i) {
    copy[i] =
        std::atomic_ref(const_cast<std::uint64_t&>(counters[i])).load(std::memory_order_relaxed);
  }
  Tally tally;
  std::memcpy(static_cast<void*>(&tally), copy.data(), sizeof tally);
  return tally;
}

std::string grouped(std::uint64_t number) {
  std::string digits = absl::StrCat(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string headline_table(const Tally& tally) {
  std::string out;
  absl::StrAppendFormat(&out, "%-26s%16s%18s%12s\n", "", "programs", "use-after-moves", "expected");
  for (const Row& row : kRows) {
    const auto i = static_cast<std::size_t>(row.program_class);
    absl::StrAppendFormat(&out, "%-26s%16s%18s%12s\n", row.title, grouped(tally.classes[i]),
                          grouped(tally.faults[i]), row.expected);
  }
  absl::StrAppendFormat(
      &out, "%-26s%16s%18s\n", "total", grouped(tally.programs),
      grouped(tally.faults[0] + tally.faults[1] + tally.faults[2] + tally.faults[3]));
  out += "verdicts: ";
  for (std::size_t i = 0; i < kVerdictCount; ++i) {
    absl::StrAppend(&out, i == 0 ? "" : ", ", kVerdictNames[i], " ", grouped(tally.verdicts[i]));
  }
  out += '\n';
  return out;
}

}  // namespace pinprick::harness
