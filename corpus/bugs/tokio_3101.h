// The node of a waiting future is reached by two roads: the list takes it out when it wakes it, and
// the future goes by what it remembers itself; dropped after a wake it unlinks the node once more,
// by links long stale. (tokio 3101)
// Claim: PinnedAfterFirstPoll
// Shows: make a, make b, a.poll(), b.poll(), event notify_one, drop b, drop a
#pragma once

#include <cstdint>

namespace pinprick::bugs::tokio_3101 {

struct Node {
  void link_before(Node& next_node) {
    previous = next_node.previous;
    next = &next_node;
    previous->next = next->previous = this;
    is_linked = true;
  }
  void unlink() {
    previous->next = next;
    next->previous = previous;
    is_linked = false;
  }

  Node* previous = this;
  Node* next = this;
  bool is_linked = false;
  bool is_woken = false;
};

// The list of those who wait.
struct World {
  World() = default;
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void notify_one() {
    Node* first = head.next;
    if (first == &head) return;
    first->unlink();
    first->is_woken = true;
  }

  Node head;
};

template <bool kMended>
class Waiter {
 public:
  explicit Waiter(World& world) : world_(&world) {}
  // A waiter that waits must not be moved; this one would begin anew.
  Waiter(Waiter&& other) noexcept : world_(other.world_) {}
  Waiter& operator=(Waiter&& other) noexcept {
    if (this == &other) return *this;
    leave();
    node_.is_linked = node_.is_woken = false;
    state_ = State::kNew;
    world_ = other.world_;
    return *this;
  }
  ~Waiter() { leave(); }

  // Whether it was notified.
  bool poll() {
    if (state_ == State::kNew) {
      node_.link_before(world_->head);
      state_ = State::kWaiting;
    } else if (state_ == State::kWaiting && node_.is_woken) {
      state_ = State::kDone;
    }
    return state_ == State::kDone;
  }

 private:
  enum class State : std::uint8_t { kNew, kWaiting, kDone };

  void leave() {
    if (kMended ? node_.is_linked : state_ == State::kWaiting) node_.unlink();
  }

  World* world_;
  Node node_;
  State state_ = State::kNew;
};

}  // namespace pinprick::bugs::tokio_3101
