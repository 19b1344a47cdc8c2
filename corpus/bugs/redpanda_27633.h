// The move constructor of an entry of an intrusive list copies the links, and takes the source for
// unlinked; but the neighbours are told nothing, and still lead to the old place. (redpanda 27633)
// Claim: Unpin
// Shows: make, call link(), move, event walk
#pragma once

#include <utility>

namespace pinprick::bugs::redpanda_27633 {

struct Hook {
  Hook* previous = this;
  Hook* next = this;
  unsigned value = 0;
};

// The head of the list.
struct World {
  World() = default;
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void walk() {
    for (Hook* hook = head.next; hook != &head; hook = hook->next) sum += ++hook->value;
  }

  Hook head;
  unsigned sum = 0;
};

template <bool kMended>
class Entry {
 public:
  explicit Entry(World& world) : world_(&world) {}
  Entry(Entry&& other) noexcept : world_(other.world_) { take(other); }
  Entry& operator=(Entry&& other) noexcept {
    if (this == &other) return *this;
    unlink();
    world_ = other.world_;
    take(other);
    return *this;
  }
  ~Entry() { unlink(); }

  void link() {
    if (std::exchange(is_linked_, true)) return;
    hook_.previous = world_->head.previous;
    hook_.next = &world_->head;
    hook_.previous->next = hook_.next->previous = &hook_;
  }
  void unlink() {
    if (!std::exchange(is_linked_, false)) return;
    hook_.previous->next = hook_.next;
    hook_.next->previous = hook_.previous;
  }

  // How often it was walked over.
  [[nodiscard]] int result() const { return static_cast<int>(hook_.value); }

 private:
  // The other's place in the list; this one has none.
  void take(Entry& other) {
    hook_ = other.hook_;
    is_linked_ = std::exchange(other.is_linked_, false);
    if (kMended && is_linked_) hook_.previous->next = hook_.next->previous = &hook_;
  }

  World* world_;
  Hook hook_;
  bool is_linked_ = false;
};

}  // namespace pinprick::bugs::redpanda_27633
