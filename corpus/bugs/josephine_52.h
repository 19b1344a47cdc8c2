// A slot pins its node inside a wrapper that leaves destruction to others, and puts a new node over
// the old one without destroying it first, so the old one's links lead to what is not linked
// (josephine 52).
// Claim: PinnedAfter(pin)
// Shows: make, call pin, call overwrite, drop, event walk; or make, call pin, call overwrite, call
//     pin, event walk (loops)
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

#include "pinprick/pin.h"

namespace pinprick::bugs::josephine_52 {

class Node;

struct World {
  void walk();

  Node* head = nullptr;
  int sum = 0;  // of what the last walk saw
};

// Pinned, it is linked in the world's list until it is destroyed.
class Node {
 public:
  Node(World& world, int value) : world_(&world), value_(value % 1000) {}
  Node(Node&& other) noexcept : Node(*other.world_, other.value_) {}  // before it is pinned
  Node& operator=(Node&&) = delete;
  ~Node() {
    if (!linked_) return;
    (previous_ != nullptr ? previous_->next_ : world_->head) = next_;
    if (next_ != nullptr) next_->previous_ = previous_;
  }

  static void link(Pin<Node&> self) {
    Node& me = self.get_unchecked_mut(Unsafe("linked where it lies"));
    if (std::exchange(me.linked_, true)) return;
    me.next_ = std::exchange(me.world_->head, &me);
    if (me.next_ != nullptr) me.next_->previous_ = &me;
  }
  World& world() const { return *world_; }
  Node* next() const { return next_; }
  int value() const { return value_; }

 private:
  World* world_;
  Node* previous_ = nullptr;
  Node* next_ = nullptr;
  bool linked_ = false;
  int value_;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

inline void World::walk() {
  sum = 0;
  for (Node* node = head; node != nullptr; node = node->next()) sum = (sum + node->value()) % 1000;
}

template <bool kMended>
class Slot {
 public:
  explicit Slot(World& world) { ::new (manual_) Node(world, 1); }
  Slot(Slot&& other) noexcept { ::new (manual_) Node(std::move(other.node())); }
  Slot& operator=(Slot&& other) noexcept {
    if (this != &other) {
      std::destroy_at(this);
      std::construct_at(this, std::move(other));
    }
    return *this;
  }
  ~Slot() { std::destroy_at(&node()); }

  void pin() { Node::link(Pin<Node&>::new_unchecked(node(), Unsafe("pinned as the slot is"))); }
  void overwrite(int value) {
    World& world = node().world();
    if constexpr (kMended) std::destroy_at(&node());
    ::new (manual_) Node(world, value);
  }
  int result() const { return node().value(); }

 private:
  Node& node() { return *std::launder(reinterpret_cast<Node*>(manual_)); }
  const Node& node() const { return *std::launder(reinterpret_cast<const Node*>(manual_)); }

  alignas(Node) std::byte manual_[sizeof(Node)];
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

}  // namespace pinprick::bugs::josephine_52
