#pragma once

// Those who wait for a time, the earliest first, threaded through themselves.
//
// What it is: `TimerNode`, which lies in a future that waits for an instant, and `TimerHeap`, which
// lies in what it waits on: a pairing heap. A node points at its first child and at its next
// sibling, and back at its previous sibling or its parent, so that it can be taken out wherever it
// is.
//
// What it promises: of two nodes with one deadline, that comes first which was pushed first.
// Pushing and finding the first are constant, taking one out is logarithmic in the mean over all
// operations (amortised). Nothing allocates or recurs. Nothing here locks, wakes or owns; the timer
// list around it does.
//
// What breaks it: moving a node while it is linked, as with a WaitNode; ending its place; moving a
// heap, which does not compile.
//
// Who has broken it finds out at the first touch of a place that is stale. What is touched, in this
// order. Merging two trees: the root that is added, the root that is there, and the first child of
// the one that comes first, which gets a sibling. Adding a tree: the same with the first of the
// heap, if there is one. Unlinking: the node, which counts as not linked from then on; the one
// before it, whose first child it is if that is where its link leads, and whose next sibling
// otherwise; and its next sibling. Removing: unlinking; the children, two by two: both, then
// merging the second into the first; then merging those pairs into the last of them, from the right
// to the left; at last adding what came of it. TimerChain: push_back touches the node and the one
// before, pop_front unlinks.

#include <cstdint>
#include <utility>

#include "pinprick/internal/kept_waker.h"
#include "pinprick/time/instant.h"

namespace pinprick::internal {

class TimerNode : public KeptWaker {
 public:
  explicit TimerNode(Instant deadline) noexcept : deadline_(deadline) {}
  // The source counts as not linked from then on, so that its destructor leaves the heap alone.
  TimerNode(TimerNode&& other) noexcept
      : KeptWaker(std::move(other)),
        deadline_(other.deadline_),
        number_(other.number_),
        child_(other.child_),
        next_(other.next_),
        previous_(std::exchange(other.previous_, nullptr)) {}
  TimerNode& operator=(TimerNode&&) = delete;
  ~TimerNode() = default;

  [[nodiscard]] bool is_linked() const noexcept { return previous_ != nullptr; }
  [[nodiscard]] Instant deadline() const noexcept { return deadline_; }

 private:
  friend class TimerChain;
  friend class TimerHeap;

  Instant deadline_;
  std::uint64_t number_ = 0;  // of those pushed
  TimerNode* child_ = nullptr;
  TimerNode* next_ = nullptr;
  TimerNode* previous_ = nullptr;
};

// Nodes that were taken out of a heap together, in order. One that is in here may be taken out by
// TimerHeap::remove as if it were in the heap still: it looks like a node without children.
class TimerChain {
 public:
  TimerChain() noexcept = default;
  TimerChain(const TimerChain&) = delete;
  TimerChain& operator=(const TimerChain&) = delete;

  void push_back(TimerNode& node) noexcept {
    node.previous_ = last_;
    last_->next_ = &node;
    last_ = &node;
  }

  // The first, or null. From the first call on nothing may be pushed.
  TimerNode* pop_front() noexcept;

 private:
  TimerNode head_{Instant::min()};
  TimerNode* last_ = &head_;
};

class TimerHeap {
 public:
  TimerHeap() noexcept = default;
  TimerHeap(const TimerHeap&) = delete;
  TimerHeap& operator=(const TimerHeap&) = delete;

  // The one with the earliest deadline, or null.
  [[nodiscard]] TimerNode* first() noexcept { return head_.child_; }

  // `node` is not linked.
  void push(TimerNode& node) noexcept {
    node.number_ = pushed_++;
    node.child_ = nullptr;
    add(&node);
  }

  // `node` is linked.
  void remove(TimerNode& node) noexcept {
    unlink(node);
    add(merge_all(std::exchange(node.child_, nullptr)));
  }

 private:
  friend class TimerChain;

  static bool is_before(const TimerNode& a, const TimerNode& b) noexcept {
    return a.deadline_ < b.deadline_ || (a.deadline_ == b.deadline_ && a.number_ < b.number_);
  }

  // Takes `node` out from between its neighbours, its children with it.
  static void unlink(TimerNode& node) noexcept {
    TimerNode& previous = *std::exchange(node.previous_, nullptr);
    (previous.child_ == &node ? previous.child_ : previous.next_) = node.next_;
    if (node.next_ != nullptr) node.next_->previous_ = &previous;
    node.next_ = nullptr;
  }

  // Makes one tree of two: the root that comes later becomes the first child of the other.
  static TimerNode* merge(TimerNode* a, TimerNode* b) noexcept {
    if (is_before(*b, *a)) std::swap(a, b);
    b->previous_ = a;
    b->next_ = a->child_;
    if (b->next_ != nullptr) b->next_->previous_ = b;
    a->child_ = b;
    return a;
  }

  // Makes one tree of `first` and its siblings: by pairs from the left, and then all the pairs from
  // the right, which is what keeps the mean cost low. Between the two, the pairs are a stack,
  // threaded through next_.
  static TimerNode* merge_all(TimerNode* first) noexcept {
    TimerNode* pairs = nullptr;
    while (first != nullptr) {
      TimerNode* tree = first;
      TimerNode* const second = first->next_;
      first = second == nullptr ? nullptr : second->next_;
      if (second != nullptr) tree = merge(tree, second);
      tree->next_ = std::exchange(pairs, tree);
    }
    TimerNode* all = nullptr;
    while (pairs != nullptr) {
      TimerNode* const tree = std::exchange(pairs, pairs->next_);
      all = all == nullptr ? tree : merge(all, tree);
    }
    return all;
  }

  // Adds a tree to the heap, if there is one.
  void add(TimerNode* tree) noexcept {
    if (tree == nullptr) return;
    if (head_.child_ != nullptr) tree = merge(head_.child_, tree);
    head_.child_ = tree;
    tree->previous_ = &head_;
    tree->next_ = nullptr;
  }

  TimerNode head_{Instant::min()};  // its only child is the first
  std::uint64_t pushed_ = 0;
};

inline TimerNode* TimerChain::pop_front() noexcept {
  TimerNode* const node = head_.next_;
  if (node != nullptr) TimerHeap::unlink(*node);
  return node;
}

}  // namespace pinprick::internal
