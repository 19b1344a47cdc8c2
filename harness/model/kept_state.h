// What a combinator of futures that cancel each other keeps beside its leaves.
#pragma once

#include <array>
#include <cstdint>

#include "harness/model/surroundings.h"
#include "harness/model/wakers.h"

namespace pinprick::harness::model {

struct KeptState {
  BlockId block = kNoBlock;          // what it shares, its clock, or its vector
  std::array<WakerModel, 2> wakers;  // remote: its own and its handle's; others: the first
  HomeId waits_in = kNoHome;         // timeout: where its clock believes it to wait
  std::uint32_t polls = 0;           // all of them
};

}  // namespace pinprick::harness::model
