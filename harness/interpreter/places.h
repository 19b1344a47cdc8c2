// The storage discipline: every value lands in a fresh place, and the place it left is poisoned at
// once and remembered.
#pragma once

#include <cstddef>
#include <utility>

#include "harness/interpreter/arena.h"
#include "harness/interpreter/vacated_place.h"
#include "harness/subject/catalogue.h"
#include "harness/subject/homes.h"
#include "harness/subject/recorder.h"

namespace pinprick::harness {

inline constexpr HomeIndex kNoHome = 0xffffffff;

class Places {
 public:
  // `reuse`, a planted fault: the place that was vacated last is handed out again, as a stack or an
  // allocator would.
  Places(VacatedPlace vacated, bool reuse) : becomes_(vacated), reuse_(reuse) {}

  void reset() {
    arena_.reset();
    vacated_ = nullptr;
  }

  // Before reset(): no byte of the program that is over can be mistaken for the next one's.
  void blank() { arena_.blank(); }

  void* fresh(std::size_t size) { return take(size, alignof(std::max_align_t)); }
  void* fresh(const Subject& subject) { return take(subject.size, subject.align); }

  // Nobody lives there any more.
  void vacate(void* place, std::size_t size) {
    if (becomes_ == VacatedPlace::kPoisoned) arena_.vacate(place, size);
    if (becomes_ == VacatedPlace::kSpoiled) spoil(place, size);
    if (reuse_) {
      vacated_ = place;
      vacated_size_ = size;
    }
  }

  // A future has moved from its home to `to`.
  static HomeIndex moved(HomeIndex from, const void* to, const Subject& subject) {
    homes().leave(from, recorder().op());
    return homes().enter(to, subject.size, homes()[from].owner);
  }

 private:
  void* take(std::size_t size, std::size_t align) {
    if (vacated_ == nullptr || vacated_size_ < size) return arena_.take(size, align);
    arena_.take_again(vacated_, size);
    return std::exchange(vacated_, nullptr);
  }

  const VacatedPlace becomes_;
  const bool reuse_;
  void* vacated_ = nullptr;  // `reuse` only
  std::size_t vacated_size_ = 0;
  Arena arena_;
};

}  // namespace pinprick::harness
