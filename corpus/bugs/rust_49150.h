// A destructor swaps two fields that were pinned, so that each ends with the other's links and the
// list keeps the address of one that is gone (rust 49150).
// Claim: PinnedAfterFirstPoll
// Shows: make, poll, drop, event walk
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

#include "pinprick/pin.h"

namespace pinprick::bugs::rust_49150 {

class Node;

struct World {
  void walk();

  Node* head = nullptr;
  int count = 0;  // of what the last walk saw
};

// Pinned, it is linked in the world's list until it is destroyed.
class Node {
 public:
  explicit Node(World& world) : world_(&world) {}
  Node(Node&& other) noexcept : Node(*other.world_) {}  // before it is pinned
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
  Node* next() const { return next_; }

 private:
  World* world_;
  Node* previous_ = nullptr;
  Node* next_ = nullptr;
  bool linked_ = false;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

inline void World::walk() {
  count = 0;
  for (Node* node = head; node != nullptr; node = node->next()) count = (count + 1) % 1000;
}

template <bool kMended>
class Pair {
 public:
  explicit Pair(World& world) : first_(world), second_(world) {}
  Pair(Pair&&) = default;
  Pair& operator=(Pair&& other) noexcept {
    if (this != &other) {
      std::destroy_at(this);
      std::construct_at(this, std::move(other));
    }
    return *this;
  }
  ~Pair() {
    // To have the first one destroyed first. Rust's swap is one of bytes.
    if constexpr (!kMended) {
      std::byte* bytes = reinterpret_cast<std::byte*>(&first_);
      std::swap_ranges(bytes, bytes + sizeof(Node), reinterpret_cast<std::byte*>(&second_));
    }
  }

  void poll() {
    for (Node* node : {&first_, &second_}) {
      Node::link(Pin<Node&>::new_unchecked(*node, Unsafe("pinned as the pair is")));
    }
  }

 private:
  Node first_, second_;
};

}  // namespace pinprick::bugs::rust_49150
