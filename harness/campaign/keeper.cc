#include "harness/campaign/keeper.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/campaign/store.h"
#include "harness/program/genus.h"

namespace pinprick::harness {
namespace {

void keep(const std::string& directory, const Program& program, const Bench::Trial& trial) {
  PINPRICK_CHECK(store(directory, program, trial).ok());
}

}  // namespace

std::uint64_t signature_number(const Program& program, const Observation& observation) {
  const ObservedFault& fault = *observation.fault;
  const auto code = [&program](std::size_t op) {
    return op < program.ops.size() ? static_cast<std::uint64_t>(program.ops[op].code)
                                   : std::uint64_t{kOpCount};
  };
  std::uint64_t owner = 0xff;
  if (fault.owner < program.ops.size()) {
    const Op& made = program.ops[fault.owner];
    owner = has_kind(made) ? genus_of(made.kind) : 0xfe;
  }
  return static_cast<std::uint64_t>(fault.fault.kind) << 32 | code(fault.op) << 24 |
         code(fault.vacated_by) << 16 | owner << 8;
}

Keeper::Keeper(std::string signature_directory, std::string finding_directory)
    : signature_directory_(std::move(signature_directory)),
      finding_directory_(std::move(finding_directory)) {}

bool Keeper::look_at(const Program& program, const Bench::Trial& trial) {
  if (trial.verdict.kind == VerdictKind::kCaught) {
    const bool is_new = signatures_.insert(signature_number(program, trial.observation)).second;
    if (is_new) keep(signature_directory_, program, trial);
    return is_new;
  }
  if (!is_finding(trial.verdict.kind) || findings_.size() >= kMaxFindings) return false;
  const std::string name =
      absl::StrCat(kVerdictNames[static_cast<std::size_t>(trial.verdict.kind)], "-",
                   signature(program, trial.prediction, trial.observation, trial.verdict));
  const bool is_new = findings_.insert(name).second;
  if (is_new) keep(finding_directory_, program, trial);
  return is_new;
}

}  // namespace pinprick::harness
