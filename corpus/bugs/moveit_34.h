// The dereference that moves the value out of its owner is let loose on a pinned box: the pinned
// value leaves for another box, and the first is freed (moveit 34).
// Claim: Unpin
// Shows: make, call touch, call move_out, call touch
#pragma once

#include <utility>

#include "pinprick/box.h"

namespace pinprick::bugs::moveit_34 {

class Node {
 public:
  static int touch(Pin<Node&> self) {
    Node& me = self.get_unchecked_mut(Unsafe("touched where it lies"));
    if (me.self_ == nullptr) me.self_ = &me;
    return ++me.self_->touches_;
  }

 private:
  int touches_ = 0;
  Node* self_ = nullptr;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

template <bool kMended>
class Owner {
 public:
  void touch() { last_ = Node::touch(node_.as_mut()); }
  void move_out() {
    if constexpr (kMended) {
      Pin<Box<Node>> moved = std::move(node_);  // what moves out of a pinned box is the box
      node_ = std::move(moved);
    } else {
      node_ = Box<Node>::pin(deref_move(std::move(node_)));
    }
  }
  // How often the node was touched, as it last said.
  int result() const { return last_; }

 private:
  static Node deref_move(Pin<Box<Node>> pointer) {
    return std::move(pointer)
        .into_inner_unchecked(Unsafe("the defect: the node is pinned still"))
        .into_inner();
  }

  Pin<Box<Node>> node_ = Box<Node>::pin();
  int last_ = 0;
};

}  // namespace pinprick::bugs::moveit_34

namespace pinprick {
template <bool kMended>
inline constexpr bool enable_unpin<bugs::moveit_34::Owner<kMended>> = true;
}  // namespace pinprick
