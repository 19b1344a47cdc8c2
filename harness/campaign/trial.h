// One program, both ways: predicted, run, judged.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>

#include "harness/interpreter/interpreter.h"
#include "harness/interpreter/still.h"
#include "harness/judge/judge.h"
#include "harness/model/model.h"
#include "harness/program/op.h"
#include "harness/program/program.h"

namespace pinprick::harness {

// A model and an interpreter side by side. Neither sees the other; this only hands both the same
// program and their answers to the judge. Where the program has guests, of which no model knows
// what they do, the judge is also handed what comes of it without its moves.
class Bench {
 public:
  explicit Bench(std::optional<Rule> forgotten = std::nullopt,
                 const InterpreterOptions& options = {})
      : model_(forgotten), interpreter_(options) {}

  struct Trial {
    const Prediction& prediction;
    const Observation& observation;
    Verdict verdict;
    const Observation* still = nullptr;  // of a program with guests: without its moves
  };

  // What it refers to holds until the next call.
  Trial run(const Program& program) {
    const Prediction& prediction = model_.predict(program);
    if (!prediction.has_guest) {
      const Observation& observation = interpreter_.observe(program);
      return {prediction, observation, judge(prediction, observation)};
    }
    // Before the other run: what that leaves behind when it is abandoned in a library of the user's
    // is nobody's to mend.
    const Observation* still = has_moves(program) ? &observe_still(program) : nullptr;
    const Observation& observation = interpreter_.observe(program);
    if (still == nullptr) still = &observation;
    return {prediction, observation, judge_guest(prediction, observation, *still), still};
  }

  // For searches. A program whose guests break a rule is not run, but called latent: nothing would
  // follow from what comes of it.
  Trial try_out(const Program& program) {
    const Prediction& prediction = model_.predict(program);
    if (!prediction.has_guest || !prediction.rule.has_value()) return run(program);
    return {prediction, not_run_, {VerdictKind::kLatent, Difference::kNone, 0, false}, &not_run_};
  }

 private:
  static bool has_moves(const Program& program) {
    return std::any_of(program.ops.begin(), program.ops.end(),
                       [](const Op& op) { return moves_futures(op.code); });
  }
  const Observation& observe_still(const Program& program) {
    if (still_ == nullptr) still_ = std::make_unique<Still>();
    return still_->observe(program);
  }

  Model model_;
  Interpreter interpreter_;
  const Observation not_run_ = {};
  std::unique_ptr<Still> still_;
};

}  // namespace pinprick::harness
