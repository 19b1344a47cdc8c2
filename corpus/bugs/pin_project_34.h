// The destructor of a packed record moves its field to an aligned place first, as the field may lie
// unaligned, and ends it there; the field was pinned, and takes its name off a list under an
// address that is not on it (pin-project 34).
// Claim: PinnedAfterFirstPoll
// Shows: make, poll, drop, event wake
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "pinprick/pin.h"

namespace pinprick::bugs::pin_project_34 {

class Waiter;

struct World {
  void wake();

  std::vector<Waiter*> waiting;
};

// Polled, it waits in the world's list, by its address, until it is woken or destroyed.
class Waiter {
 public:
  explicit Waiter(World& world) : world_(&world) {}
  Waiter(Waiter&&) = default;  // before it is pinned
  Waiter& operator=(Waiter&&) = delete;
  ~Waiter() { std::erase(world_->waiting, this); }

  static void poll(Pin<Waiter&> self) {
    Waiter& me = self.get_unchecked_mut(Unsafe("waits where it lies"));
    auto& waiting = me.world_->waiting;
    if (std::find(waiting.begin(), waiting.end(), &me) == waiting.end()) waiting.push_back(&me);
  }
  void wake() { wakes_ = (wakes_ + 1) % 1000; }
  int wakes() const { return wakes_; }

 private:
  World* world_;
  int wakes_ = 0;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

inline void World::wake() {
  for (Waiter* waiter : std::exchange(waiting, {})) waiter->wake();
}

// Compilers do not pack what has a destructor, so the record is laid out by hand. It is aligned by
// good luck, which its destructor does not count on.
template <bool kMended>
class Record {
 public:
  explicit Record(World& world) { ::new (packed_.waiter) Waiter(world); }
  Record(Record&& other) noexcept { ::new (packed_.waiter) Waiter(std::move(other.waiter())); }
  Record& operator=(Record&& other) noexcept {
    if (this != &other) {
      std::destroy_at(this);
      std::construct_at(this, std::move(other));
    }
    return *this;
  }
  ~Record() {
    if constexpr (kMended) {
      std::destroy_at(&waiter());
    } else {
      alignas(Waiter) std::byte aligned[sizeof(Waiter)];
      std::memcpy(aligned, packed_.waiter, sizeof aligned);
      std::destroy_at(std::launder(reinterpret_cast<Waiter*>(aligned)));
    }
  }

  void poll() {
    Waiter::poll(Pin<Waiter&>::new_unchecked(waiter(), Unsafe("pinned as the record is")));
  }
  int result() const { return waiter().wakes(); }

 private:
  Waiter& waiter() { return *std::launder(reinterpret_cast<Waiter*>(packed_.waiter)); }
  const Waiter& waiter() const {
    return *std::launder(reinterpret_cast<const Waiter*>(packed_.waiter));
  }

  struct Packed {
    std::uint64_t tag;
    std::byte waiter[sizeof(Waiter)];
  };
  alignas(Waiter) Packed packed_{};
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

}  // namespace pinprick::bugs::pin_project_34
