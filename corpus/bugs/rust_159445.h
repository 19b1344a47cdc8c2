// Pinned clones are made in an arena that can be released without running their destructors;
// whoever keeps their address follows it into freed memory (rust 159445).
// Claim: Unpin
// Shows: make, call pin, call clone, call release, event wake; or make, call pin, call clone, drop,
//     event wake
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "pinprick/box.h"

namespace pinprick::bugs::rust_159445 {

class Alarm;

struct World {
  void wake();

  std::vector<Alarm*> alarms;
};

// Enters itself in the world's list, and leaves it when it is destroyed. Made in its place.
class Alarm {
 public:
  explicit Alarm(World& world) : world_(&world) { world.alarms.push_back(this); }
  Alarm(const Alarm& other) : Alarm(*other.world_) {}
  Alarm& operator=(const Alarm&) = delete;
  ~Alarm() { std::erase(world_->alarms, this); }

  void wake() { wakes_ = (wakes_ + 1) % 1000; }
  int wakes() const { return wakes_; }

 private:
  World* world_;
  int wakes_ = 0;
};

inline void World::wake() {
  for (Alarm* alarm : alarms) alarm->wake();
}

template <bool kMended>
class Arena {
 public:
  explicit Arena(World& world) : world_(&world) {}
  Arena(Arena&&) = default;
  Arena& operator=(Arena&& other) noexcept {
    release();
    world_ = other.world_;
    original_ = std::move(other.original_);
    block_ = std::move(other.block_);
    clones_ = std::move(other.clones_);
    return *this;
  }
  ~Arena() { release(); }

  // The original is pinned in a box.
  void pin() {
    if (original_.empty()) original_.push_back(Box<Alarm>::pin(*world_));
  }
  // A clone of it, pinned in the arena.
  void clone() {
    if (original_.empty() || clones_.size() == kRoom) return;
    if (block_ == nullptr) block_.reset(new std::byte[kRoom * sizeof(Alarm)]);
    std::byte* cell = block_.get() + clones_.size() * sizeof(Alarm);
    clones_.push_back(Pin<Alarm&>::new_unchecked(
        *::new (cell) Alarm(original_[0].get_ref()),
        Unsafe("true if it is destroyed before its cell is released; the defect: it is not")));
  }
  // Gives the arena's memory back.
  void release() {
    if constexpr (kMended) {
      for (const auto& clone : clones_) {
        std::destroy_at(&clone.get_unchecked_mut(Unsafe("it ends where it lies")));
      }
    }
    clones_.clear();
    block_.reset();
  }
  // How often all of them were woken.
  int result() const {
    int sum = 0;
    for (const auto& original : original_) sum += original.get_ref().wakes();
    for (const auto& clone : clones_) sum += clone.get_ref().wakes();
    return sum;
  }

 private:
  static constexpr std::size_t kRoom = 4;

  World* world_;
  std::vector<Pin<Box<Alarm>>> original_;  // one or none
  std::unique_ptr<std::byte[]> block_;
  std::vector<Pin<Alarm&>> clones_;
};

}  // namespace pinprick::bugs::rust_159445

namespace pinprick {
template <bool kMended>
inline constexpr bool enable_unpin<bugs::rust_159445::Arena<kMended>> = true;
}  // namespace pinprick
