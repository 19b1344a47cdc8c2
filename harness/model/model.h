// The model: the pinning contract as a machine that runs programs without running anything.
//
// It keeps, for every future, where it lives, whether it has been pinned, where its self-references
// point, and whether that place is still its own. From the rules of the contract alone it says
// which operation must fault and on whose old home, or what must come out. It includes no future
// and asks nothing of the interpreter: that separation is what the verdicts are worth.
#pragma once

#include <memory>
#include <optional>

#include "harness/model/prediction.h"
#include "harness/program/program.h"

namespace pinprick::harness {

class Model {
 public:
  // `forgotten` plants a fault: of that rule the model no longer knows what follows from it. For
  // one that can be broken, what comes of breaking it; for one that allows something, that it does.
  // The fire drill shows that the judge notices.
  explicit Model(std::optional<Rule> forgotten = std::nullopt);
  ~Model();
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  // `program` must be valid. The answer holds until the next call. Linear in the operations and
  // the moves they make; allocates only while its buffers grow.
  const Prediction& predict(const Program& program);

 private:
  class Run;
  std::unique_ptr<Run> run_;
};

// The same for one program.
Prediction predict(const Program& program);

}  // namespace pinprick::harness
