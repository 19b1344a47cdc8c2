#include "harness/generator/generator.h"
#include "tests/bench/rivals/trial/engines.h"

namespace pinprick::harness::rivals {

void run_random(const Trial& trial, Account& account) {
  Experiment experiment(trial.limits, account);
  Generator generator(trial.seed);
  while (experiment.run(generator.next(kProgramOps))) {
  }
}

}  // namespace pinprick::harness::rivals
