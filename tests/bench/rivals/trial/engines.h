// The engines of the comparison. Each begins with nothing but a seed and makes programs of about
// the same length. It runs in a process of its own, and returns or ends that when the trial is
// over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "tests/bench/rivals/trial/experiment.h"

namespace pinprick::harness::rivals {

struct Trial {
  std::uint64_t seed = 0;
  Limits limits;
  std::string self;     // path of this program
  std::string scratch;  // an empty directory of its own
  std::string account;  // the file in which the account lies
};

// What all engines that deal in bytes are held to: what a campaign uses, thirteen operations on
// average. The others draw programs of up to so many operations, half of that on average.
inline constexpr std::size_t kInputBytes = 48;
inline constexpr std::size_t kProgramOps = 26;

// A worker of a campaign, as `pinprick fuzz` starts it, but without stored programs.
void run_pinprick(const Trial& trial, Account& account);
// libFuzzer's own mutations of bytes, and the coverage of code.
void run_libfuzzer(const Trial& trial, Account& account);
// AFL++ in persistent mode, over the same coverage of code.
void run_afl(const Trial& trial, Account& account);
// rapidcheck's stateful testing: a command for each operation, valid where it stands.
void run_rapidcheck(const Trial& trial, Account& account);
// Random bytes.
void run_random(const Trial& trial, Account& account);

}  // namespace pinprick::harness::rivals
