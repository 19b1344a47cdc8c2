// The storage discipline: every value lands in a fresh place, and the place it left is poisoned at
// once and remembered.
#pragma once

#include <cstddef>

#include "harness/interpreter/arena.h"
#include "harness/subject/catalogue.h"
#include "harness/subject/homes.h"
#include "harness/subject/recorder.h"

namespace pinprick::harness {

inline constexpr HomeIndex kNoHome = 0xffffffff;

class Places {
 public:
  // `skip_poison`, the planted fault: a vacated place keeps its bytes and stays readable.
  explicit Places(bool skip_poison) : skip_poison_(skip_poison) {}

  void reset() { arena_.reset(); }

  void* fresh(std::size_t size) { return arena_.take(size, alignof(std::max_align_t)); }
  void* fresh(const Subject& subject) { return arena_.take(subject.size, subject.align); }

  // Nobody lives there any more.
  void vacate(void* place, std::size_t size) {
    if (!skip_poison_) arena_.vacate(place, size);
  }

  // A future has moved from its home to `to`.
  static HomeIndex moved(HomeIndex from, const void* to, const Subject& subject) {
    homes().leave(from, recorder().op());
    return homes().enter(to, subject.size, homes()[from].owner);
  }

 private:
  const bool skip_poison_;
  Arena arena_;
};

}  // namespace pinprick::harness
