#include "harness/mutator/mutator.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/string_view.h"
#include "harness/mutator/lottery.h"
#include "harness/mutator/operands.h"
#include "harness/program/draft.h"

namespace pinprick::harness {
namespace {

// Another mutation on top once in so many times. Few: libFuzzer goes on from what it has just made
// a few times by itself, and sees what each step brought.
constexpr std::size_t kAnotherOneIn = 4;
constexpr std::size_t kMutationsMax = 4;

// Some mutations find nothing to change in some programs.
constexpr std::size_t kMutationTries = 8;

// What does not fit any more is left out once in so many times, and otherwise mended: left out it
// takes much along that had led somewhere.
constexpr std::size_t kLeftOutOneIn = 8;

// By name: to g++ 12, with sanitizers, the addresses of two functions are not constant enough.
constexpr std::size_t mutation_called(absl::string_view name) {
  std::size_t at = 0;
  while (absl::string_view(kMutations[at].name) != name) ++at;
  return at;
}
constexpr std::size_t kAnew = mutation_called("anew");

// Splicing takes two programs, all others take one.
constexpr std::size_t kSplice = mutation_called("splice");
constexpr std::array<std::size_t, kMutationCount> kWeightsOfOthers = [] {
  std::array<std::size_t, kMutationCount> weights{};
  for (std::size_t i = 0; i < kMutationCount; ++i) {
    weights[i] = i == kSplice ? 0 : kMutations[i].weight;
  }
  return weights;
}();
constexpr Lottery<kMutationCount> kOthers(kWeightsOfOthers);
constexpr std::size_t kWeightOfOthers = [] {
  std::size_t sum = 0;
  for (const std::size_t weight : kWeightsOfOthers) sum += weight;
  return sum;
}();

}  // namespace

void Mutator::begin(Random& random) {
  if (left_of_slice_ == 0) {
    swarm_ = Swarm(random);
    left_of_slice_ = kSliceMutations;
  }
  --left_of_slice_;
}

void Mutator::take(const Program& program) {
  parts_.clear();
  for (const Op& op : program.ops) parts_.push_back({static_cast<ValueId>(parts_.size()), op});
}

// Changes what was taken. False if nothing was changed, or nothing would be left.
bool Mutator::change(const Mutation& mutation, const Swarm& swarm, Random& random,
                     absl::Span<const Part> donor) {
  const Tools tools = {random, swarm, buffers_, donor};
  if (!mutation.apply(parts_, tools)) return false;
  const bool mends = !random.one_in(kLeftOutOneIn);
  buffers_.settler.settle(parts_, [&](const Typestate& state, Op& op) {
    return mends ? fit_operands(state, swarm, random, op) : state.check(op) == Refusal::kNone;
  });
  return !parts_.empty();
}

// Makes the parts a program.
const Program& Mutator::put_together() {
  made_.ops.clear();
  for (const Part& part : parts_) made_.ops.push_back(part.op);
  return made_;
}

bool Mutator::apply(const Mutation& mutation, Program& program, const Swarm& swarm, Random& random,
                    absl::Span<const Part> donor) {
  take(program);
  if (!change(mutation, swarm, random, donor) || put_together() == program) return false;
  std::swap(program, made_);
  return true;
}

// Encodes what was made of the parts, or as much of its beginning as is short enough.
void Mutator::encode_within(std::size_t max_encoded_bytes) {
  if (encoder_.encode(put_together()).size() <= max_encoded_bytes) return;
  std::size_t kept = 0;
  std::size_t open = 0;
  for (std::size_t i = 0; i < made_.ops.size(); ++i) {
    if (made_.ops[i].code == OpCode::kOpenScope) ++open;
    if (made_.ops[i].code == OpCode::kCloseScope) --open;
    // Each scope that is still open takes a byte to close.
    if (encoder_.ends()[i] + open <= max_encoded_bytes) kept = i + 1;
  }
  made_ = assemble(absl::MakeConstSpan(parts_).first(kept));
  encoder_.encode(made_);
}

bool Mutator::mutate(Program& program, std::uint64_t seed, std::size_t max_encoded_bytes) {
  Random random(seed);
  begin(random);
  take(program);
  const std::size_t wanted = random.few(kAnotherOneIn, kMutationsMax);
  std::size_t changes = 0;
  for (std::size_t i = 0; i < kMutationTries && changes < wanted; ++i) {
    if (change(kMutations[kOthers.draw(random)], swarm_, random, {})) ++changes;
    if (parts_.empty()) take(program);
  }
  encode_within(max_encoded_bytes);
  if (made_ == program) return false;
  std::swap(program, made_);
  return true;
}

Program Mutator::cross(const Program& program, const Program& other, std::uint64_t seed,
                       std::size_t max_encoded_bytes) {
  Random random(seed);
  begin(random);
  take(program);
  const std::vector<Part> donor = take_apart(other);
  for (std::size_t i = 0; i < kMutationTries; ++i) {
    if (change(kMutations[kSplice], swarm_, random, donor)) break;
    if (parts_.empty()) take(program);
  }
  encode_within(max_encoded_bytes);
  return made_;
}

const Program& Mutator::make(std::uint64_t seed, std::size_t max_encoded_bytes) {
  Random random(seed);
  begin(random);
  parts_.clear();
  for (std::size_t i = 0; i < kMutationTries && parts_.empty(); ++i) {
    change(kMutations[kAnew], swarm_, random, {});
  }
  encode_within(max_encoded_bytes);
  return made_;
}

bool is_time_to_cross(std::uint64_t seed) {
  // Whoever is turned down asks again, for a mutation or for a crossover: so many crossovers among
  // so many of both are one in fewer that are asked for. Not with the seed itself: cross() goes on
  // with that, and would know what came of the first draw.
  return Random(~seed).below(kWeightOfOthers) < kMutations[kSplice].weight;
}

}  // namespace pinprick::harness
