// What a future keeps beside its leaves that polls them with wakers of its own.
#pragma once

#include <array>
#include <cstdint>

#include "harness/model/surroundings.h"
#include "harness/model/wakers.h"

namespace pinprick::harness::model {

struct SetState {
  std::uint32_t id = 0;                     // in InnerTasks, or in SharedStates
  std::array<std::uint32_t, 2> tasks = {};  // of the leaves, in InnerTasks
  BlockId box = kNoBlock;                   // executors: the block in which it lies
  bool is_over = false;                     // nothing is left that could be polled
  // The outcomes: by leaf, by handle, or as they came.
  std::array<std::int64_t, 2> outcomes = {-1, -1};
  std::array<BlockId, 2> exceptions = {kNoBlock, kNoBlock};  // that are kept as outcomes
  std::uint8_t count = 0;                                    // join_set: how many there are
  std::array<bool, 2> is_taken = {};       // by who waits for it: what was in the set has left
  std::array<bool, 2> has_let_go = {};     // shared: handles that share no more
  HomeId second_home = kNoHome;            // shared: of the second handle
  std::array<WakerModel, 2> joiners = {};  // pools: of who polled the handles last
};

}  // namespace pinprick::harness::model
