// One program, both ways: predicted, run, judged.
#pragma once

#include <optional>

#include "harness/interpreter/interpreter.h"
#include "harness/judge/judge.h"
#include "harness/model/model.h"
#include "harness/program/program.h"

namespace pinprick::harness {

// A model and an interpreter side by side. Neither sees the other; this only hands both the same
// program and their answers to the judge.
class Bench {
 public:
  explicit Bench(std::optional<Rule> forgotten = std::nullopt,
                 const InterpreterOptions& options = {})
      : model_(forgotten), interpreter_(options) {}

  struct Trial {
    const Prediction& prediction;
    const Observation& observation;
    Verdict verdict;
  };

  // What it refers to holds until the next call.
  Trial run(const Program& program) {
    const Prediction& prediction = model_.predict(program);
    const Observation& observation = interpreter_.observe(program);
    return {prediction, observation, judge(prediction, observation)};
  }

 private:
  Model model_;
  Interpreter interpreter_;
};

}  // namespace pinprick::harness
