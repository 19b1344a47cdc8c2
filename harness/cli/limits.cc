#include "harness/cli/limits.h"

#include <cstddef>
#include <cstdint>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "harness/base/limits.h"
#include "harness/interpreter/ledger.h"
#include "harness/interpreter/trap.h"

ABSL_FLAG(uint32_t, program_ms, pinprick::harness::kMaxProgramCpuMs,
          "CPU time of one program; what takes longer counts as an endless loop");
ABSL_FLAG(uint32_t, program_mb, pinprick::harness::kMaxProgramBytes >> 20,
          "MiB on the heap that one program may hold; what takes more counts as out of memory");

namespace pinprick::harness {

absl::Status apply_program_limits() {
  constexpr std::uint32_t kMsMax = 60'000;
  constexpr std::uint32_t kMbMax = 65'536;
  const std::uint32_t ms = absl::GetFlag(FLAGS_program_ms);
  const std::uint32_t mb = absl::GetFlag(FLAGS_program_mb);
  if (ms < 1 || ms > kMsMax) {
    return absl::InvalidArgumentError(absl::StrCat("--program_ms must lie between 1 and ", kMsMax));
  }
  if (mb < 1 || mb > kMbMax) {
    return absl::InvalidArgumentError(absl::StrCat("--program_mb must lie between 1 and ", kMbMax));
  }
  set_cpu_limit(static_cast<int>(ms));
  Ledger::get().set_limit(std::size_t{mb} << 20);
  return absl::OkStatus();
}

}  // namespace pinprick::harness
