// A place inside of a living object that its value has left: poisoned, and remembered.
//
// The interpreter does the same to the places that it hands out; a type that moves one of its own
// fields does it with this. Only for as long as the guard lives: the object may stand in a real
// stack frame, which others will use.
#pragma once

#include <sanitizer/asan_interface.h>

#include <cstddef>

#include "harness/program/program.h"
#include "harness/subject/homes.h"
#include "harness/subject/recorder.h"

namespace pinprick::harness {

class [[nodiscard]] Vacated {
 public:
  // `owner` has left the place by the operation under way.
  Vacated(const void* place, std::size_t size, ValueId owner) : place_(place), size_(size) {
    homes().leave(homes().enter(place, size, owner), recorder().op());
    __asan_poison_memory_region(place_, size_);
  }
  ~Vacated() { __asan_unpoison_memory_region(place_, size_); }
  Vacated(const Vacated&) = delete;
  Vacated& operator=(const Vacated&) = delete;

 private:
  const void* place_;
  std::size_t size_;
};

}  // namespace pinprick::harness
