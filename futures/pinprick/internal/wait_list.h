#pragma once

// The list of those who wait, threaded through themselves.
//
// What it is: `WaitNode`, which lies in a future that waits, and `WaitList`, which lies in what it
// waits for: a circular list, doubly linked, with a head of its own. It is what pinning is for: the
// neighbours of a node hold its address.
//
// What it promises: linking, unlinking and finding the first are constant and allocate nothing.
// Nothing here locks, wakes or owns; the primitive around the list does.
//
// What breaks it: moving a node while it is linked. The move is the plain one of a Rust struct:
// the links go along and the neighbours know nothing of it. So does ending the place of a node
// that is linked, and moving a list at all, which does not compile.
//
// Who has broken it finds out at the first touch of a place that is stale. What is touched, in this
// order: by front, the head alone; by push_back, the node, and the last one to be told of it; by
// push_back_all, the first that is moved, the last that is moved, and the last of those that were
// there, and nobody if none is moved; by unlink, the node, the one before it and the one after it,
// each by the node's own link, and only then does the node count as not linked. Its link to the one
// before it stays as it was.

#include <utility>

#include "pinprick/internal/kept_waker.h"

namespace pinprick::internal {

// A place in a list: a node's, or the head's, which waits for nothing and needs no waker.
class WaitLinks {
 public:
  WaitLinks() noexcept = default;
  // The source counts as not linked from then on, so that its destructor leaves the list alone.
  WaitLinks(WaitLinks&& other) noexcept
      : previous_(other.previous_), next_(std::exchange(other.next_, nullptr)) {}
  WaitLinks& operator=(WaitLinks&&) = delete;
  ~WaitLinks() = default;

  [[nodiscard]] bool is_linked() const noexcept { return next_ != nullptr; }

 private:
  friend class WaitList;

  WaitLinks* previous_ = nullptr;
  WaitLinks* next_ = nullptr;
};

class WaitNode : public KeptWaker, public WaitLinks {};

class WaitList {
 public:
  WaitList() noexcept { head_.previous_ = head_.next_ = &head_; }
  WaitList(const WaitList&) = delete;
  WaitList& operator=(const WaitList&) = delete;

  [[nodiscard]] bool is_empty() const noexcept { return head_.next_ == &head_; }

  // The one that has waited longest, or null.
  [[nodiscard]] WaitNode* front() noexcept {
    return is_empty() ? nullptr : static_cast<WaitNode*>(head_.next_);
  }

  // To the end of the list. `node` is not linked.
  void push_back(WaitNode& node) noexcept {
    node.previous_ = head_.previous_;
    node.next_ = &head_;
    node.previous_->next_ = &node;
    head_.previous_ = &node;
  }

  // Appends all that `other` holds, in order; it is empty then.
  void push_back_all(WaitList& other) noexcept {
    if (other.is_empty()) return;
    WaitLinks& first = *other.head_.next_;
    WaitLinks& last = *other.head_.previous_;
    first.previous_ = head_.previous_;
    last.next_ = &head_;
    first.previous_->next_ = &first;
    head_.previous_ = &last;
    other.head_.previous_ = other.head_.next_ = &other.head_;
  }

  // Takes `node` out of the list that it is linked into.
  static void unlink(WaitNode& node) noexcept {
    node.previous_->next_ = node.next_;
    node.next_->previous_ = node.previous_;
    node.next_ = nullptr;
  }

 private:
  WaitLinks head_;
};

}  // namespace pinprick::internal
