// What a program shows, and whether another one shows the same: what `minimize` keeps.
//
// The same is the same verdict with the same signature. A latent program's signature begins with
// the first rule broken, so that is kept as well.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "harness/campaign/trial.h"

namespace pinprick::harness {

struct Showing {
  VerdictKind verdict = VerdictKind::kClean;
  std::string signature;
  friend bool operator==(const Showing&, const Showing&) = default;
};

inline Showing showing_of(const Program& program, const Bench::Trial& trial) {
  return {trial.verdict.kind,
          signature(program, trial.prediction, trial.observation, trial.verdict)};
}

// Tells of one program after the other whether it shows what is wanted.
class ShowingTest {
 public:
  // `forgotten` plants a fault in the model, see Model: tests have findings made by it.
  explicit ShowingTest(Showing wanted, std::optional<Rule> forgotten = std::nullopt)
      : wanted_(std::move(wanted)), model_(forgotten), bench_(forgotten) {}

  bool shows(const Program& program) {
    // The prediction alone rules most of them out. That spares the run, and a run may be an endless
    // loop, which is only ended after a long time.
    if (!is_possible(program, model_.predict(program))) return false;
    return showing_of(program, bench_.run(program)) == wanted_;
  }

 private:
  bool is_possible(const Program& program, const Prediction& prediction) const {
    const bool breaks = prediction.rule.has_value();
    const bool faults = prediction.fault.has_value();
    switch (wanted_.verdict) {
      case VerdictKind::kClean:
      case VerdictKind::kEscape:
        return !breaks && !faults;
      case VerdictKind::kLatent:
        return breaks && !faults && signature_of(program, prediction) == wanted_.signature;
      case VerdictKind::kCaught:
        return faults && signature_of(program, prediction) == wanted_.signature;
      case VerdictKind::kMissed:
        return faults;
      case VerdictKind::kMismatch:
        break;
    }
    return true;
  }

  // Of what comes to pass if all is as predicted.
  std::string signature_of(const Program& program, const Prediction& prediction) const {
    Observation observation;
    if (prediction.fault.has_value()) {
      observation.fault.emplace();
      observation.fault->op = prediction.fault->op;
      observation.fault->fault.kind = prediction.fault->fault;
      observation.fault->owner = prediction.fault->owner;
      observation.fault->vacated_by = prediction.fault->vacated_by;
    }
    return signature(program, prediction, observation, {wanted_.verdict, Difference::kNone, 0});
  }

  const Showing wanted_;
  Model model_;
  Bench bench_;
};

// The same with nothing left over from programs before.
inline bool shows(const Program& program, const Showing& wanted) {
  return ShowingTest(wanted).shows(program);
}

}  // namespace pinprick::harness
