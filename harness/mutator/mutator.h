// Changes programs by their structure: what libFuzzer mutates with in a campaign.
//
// A mutation is drawn by its weight (mutations.h), and now and then another one on top. What comes
// in is drawn from a swarm, which stays the same for a slice of the campaign and is then drawn
// anew.
// Promise: the result is valid, is no longer than the limit when it is encoded, and holds an
// operation if the program did and one fits the limit. The same calls with the same seeds give the
// same results, on every machine. Cost: a few times that of decoding the program.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "harness/mutator/mutations.h"
#include "harness/mutator/random.h"
#include "harness/mutator/swarm.h"
#include "harness/program/bytes.h"
#include "harness/program/draft.h"
#include "harness/program/program.h"

namespace pinprick::harness {

// Calls of mutate(), cross() and make() that draw from one swarm. Few, so that what is left out of
// one is not missed for long.
inline constexpr std::size_t kSliceMutations = 64;

class Mutator {
 public:
  // `program` must be valid. False if it is as it was.
  bool mutate(Program& program, std::uint64_t seed, std::size_t max_encoded_bytes);

  // Something of both, which must be valid.
  Program cross(const Program& program, const Program& other, std::uint64_t seed,
                std::size_t max_encoded_bytes);

  // A program out of nothing, as the mutation `anew` makes them. Valid until the next call.
  const Program& make(std::uint64_t seed, std::size_t max_encoded_bytes);

  // The bytes of what mutate(), cross() or make() gave last.
  const std::vector<std::uint8_t>& encoded() const { return encoder_.bytes(); }

  // Of the slice that is under way.
  const Swarm& swarm() const { return swarm_; }

  // This mutation once, from this swarm, without a limit. False if the program is as it was.
  bool apply(const Mutation& mutation, Program& program, const Swarm& swarm, Random& random,
             absl::Span<const Part> donor = {});

 private:
  void begin(Random& random);
  void take(const Program& program);
  bool change(const Mutation& mutation, const Swarm& swarm, Random& random,
              absl::Span<const Part> donor);
  const Program& put_together();
  void encode_within(std::size_t max_encoded_bytes);

  Swarm swarm_;
  std::size_t left_of_slice_ = 0;
  Buffers buffers_;
  std::vector<Part> parts_;
  Program made_;
  Encoder encoder_;
};

// Whether a crossover should be made, where as many are offered as mutations: as often as the
// weight of `splice` says.
bool is_time_to_cross(std::uint64_t seed);

}  // namespace pinprick::harness
