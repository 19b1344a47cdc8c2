// A part of a draft goes to another place.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "harness/program/draft.h"

namespace pinprick::harness {

// Takes the part at `from` out and puts it in again so that it stands at `to`.
inline void move_part(std::vector<Part>& parts, std::size_t from, std::size_t to) {
  Part* const all = parts.data();
  if (from < to) {
    std::rotate(all + from, all + from + 1, all + to + 1);
  } else {
    std::rotate(all + to, all + from, all + from + 1);
  }
}

}  // namespace pinprick::harness
