// What a modelled future needs from the run it is part of, and what a poll of it answers.
#pragma once

#include <cstddef>
#include <cstdint>

#include "harness/program/program.h"

namespace pinprick::harness::model {

using HomeId = std::uint32_t;
inline constexpr HomeId kNoHome = 0xffffffff;
using BlockId = std::uint32_t;
inline constexpr BlockId kNoBlock = 0xffffffff;

// Where events go, who counts the heap, and whether touching a home is stale.
class Surroundings {
 public:
  virtual void polled(ValueId owner, std::size_t part) = 0;
  virtual void woke() = 0;
  virtual void dropped(ValueId owner, std::size_t part) = 0;
  virtual BlockId allocate() = 0;
  virtual void release(BlockId block) = 0;
  // An access through a reference formed in `formed_in` by a future that lives in `home`. Returns
  // whether that place is stale; then the run is over.
  virtual bool reads_stale(HomeId formed_in, HomeId home) = 0;
  // The same for memory in `formed_in` that is given to the heap, which never gave it out.
  virtual bool frees_stale(HomeId formed_in, HomeId home) = 0;

 protected:
  ~Surroundings() = default;
};

struct PollResult {
  enum class What : std::uint8_t { kPending, kReady, kPanicked, kFaulted };
  What what = What::kPending;
  std::uint8_t outputs = 0;
  std::uint8_t who = 0;  // kPanicked
  std::int64_t value = 0;
  std::int64_t second = 0;
};

}  // namespace pinprick::harness::model
