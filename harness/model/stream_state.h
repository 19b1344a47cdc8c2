// What a future that drives a stream keeps beside its leaves: how far the streams have got, and
// what has come out of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "harness/model/surroundings.h"

namespace pinprick::harness::model {

struct StreamState {
  bool is_over = false;  // the end has been seen, and the stream destroyed
  // Merges: whether the second stream is the one to be asked first.
  bool second_is_next = false;
  bool once_is_next = false;
  bool has_given_once = false;
  std::uint8_t wanted = 0;  // take: so many items more
  bool has_work = false;    // for_each: the second leaf is under way

  // The items that are collected: how many, for how many there is room, a sum that knows their
  // order, and a plain one.
  std::size_t size = 0;
  std::size_t room = 0;
  std::int64_t ordered_sum = 0;
  std::int64_t sum = 0;
  BlockId items = kNoBlock;
  // chunks: how many there were, and the one that is being filled.
  std::int64_t chunks = 0;
  std::size_t in_chunk = 0;
  BlockId chunk = kNoBlock;

  // Buffers: the futures that are not started yet, the places of those that are, and which leaves
  // are in places, the one started first first.
  BlockId source = kNoBlock;
  BlockId places = kNoBlock;
  std::uint8_t started = 0;
  std::uint8_t taken = 0;
  std::array<std::uint8_t, 2> in_place = {};
};

}  // namespace pinprick::harness::model
