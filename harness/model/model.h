// The model: the pinning contract as a machine that runs programs without running anything.
//
// It keeps, for every future, where it lives, whether it has been pinned, where its self-references
// point, and whether that place is still its own. From the rules of the contract alone it says
// which operation must fault and on whose old home, or what must come out. It includes no future
// and asks nothing of the interpreter: that separation is what the verdicts are worth.
#pragma once

#include <cstdint>
#include <memory>

#include "harness/model/prediction.h"
#include "harness/program/program.h"

namespace pinprick::harness {

// Planted faults: what a model can be made to forget, so that the fire drill can show that the
// judge notices.
enum class Forgotten : std::uint8_t {
  kNothing,
  kBeforePin,  // takes a self-reference to exist from the start: moving before the first poll harms
  kSet,        // Pin::set leaves the old value undestroyed
};

class Model {
 public:
  explicit Model(Forgotten forgotten = Forgotten::kNothing);
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
