// What every engine of the comparison hands its programs to: they are predicted, run and judged as
// everywhere, and counted until the first finding.
//
// The engines differ in how they come by a program and in nothing else. A trial is over at its
// first finding, or when one of its limits is reached.
#pragma once

#include <sys/types.h>

#include <cstdint>

#include "harness/campaign/trial.h"
#include "harness/judge/judge.h"
#include "harness/program/program.h"

namespace pinprick::harness::rivals {

struct Limits {
  std::uint64_t executions = 0;
  double seconds = 0;  // of processor time
};

// How far a trial has come. Plain, so that it can lie in memory that processes share.
struct Account {
  std::uint64_t executions = 0;
  std::uint64_t operations = 0;
  bool is_over = false;
  bool has_found = false;
  VerdictKind verdict = VerdictKind::kClean;  // of what was found
};

// Processor time of this process, and of its children that have ended; and of another process.
double seconds_used();
double seconds_used_by(pid_t process);

class Experiment {
 public:
  // `account` may have come from an earlier process of the same trial, which is gone on with.
  Experiment(const Limits& limits, Account& account) : limits_(limits), account_(account) {}

  // Runs a program, until the trial is over; whether it is not yet over.
  bool run(const Program& program);

 private:
  const Limits limits_;
  Account& account_;
  Bench bench_;
};

}  // namespace pinprick::harness::rivals
