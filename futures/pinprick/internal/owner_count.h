#pragma once

// How many own an object, so that the last of them can end it.
//
// What it is: `OwnerCount`, a count for owners on any thread, and `LocalOwnerCount`, the same for
// owners on one thread.
//
// What it promises: it begins at one. Exactly one call of `drop` says that it was the last, and
// whatever any owner did before its own `drop` has happened before that one returns. The local one
// takes no locked instruction. A count that would pass its maximum is not foreseen: an owner takes
// a byte at least, and there are not so many of those.
//
// What breaks it: calling `add` without being an owner: the object may be gone.

#include <cstddef>

#include "pinprick/internal/local_memory.h"
#include "pinprick/internal/memory.h"

namespace pinprick::internal {

template <class Memory = StdMemory>
class BasicOwnerCount {
 public:
  // One owner more. Relaxed: the caller owns the object already, so that it cannot end meanwhile;
  // and how the news of the object reaches the new owner is the caller's affair.
  void add() noexcept { owners_.fetch_add(1, std::memory_order_relaxed); }

  // One owner less. Says whether it was the last, who then ends the object.
  [[nodiscard]] bool drop() noexcept {
    // Release: what this owner did. Acquire: what the others did, before the object is ended.
    return owners_.fetch_sub(1, std::memory_order_acq_rel) == 1;
  }

 private:
  typename Memory::template Atomic<std::size_t> owners_{1};
};

using OwnerCount = BasicOwnerCount<>;
using LocalOwnerCount = BasicOwnerCount<LocalMemory>;

}  // namespace pinprick::internal
