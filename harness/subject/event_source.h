// An event of the harness's own, and the futures that wait for it in a list which runs through
// themselves.
//
// The list is intrusive: a future that waits holds its own node, and its neighbours hold the
// address of that node. It is what pinning is for.
//
// Promise of `Wait`: linked by its first poll, unlinked by `notify` or by its destructor.
// `Careless` makes the same promise and does not keep the last part of it. What breaks it: moving a
// node that is linked, or ending its place without its destructor.
#pragma once

#include <cstdint>
#include <utility>

#include "harness/program/kind.h"
#include "harness/subject/source.h"
#include "pinprick/future.h"
#include "pinprick/panic.h"
#include "pinprick/waker.h"

namespace pinprick::harness {

struct EventNode {
  EventNode* previous = nullptr;
  EventNode* next = nullptr;
  std::int64_t value = 0;
  bool is_notified = false;
  Waker waker = Waker::noop();
};

class EventSource final : public SourceObject {
 public:
  explicit EventSource(ValueId owner) : SourceObject(owner) {
    head_.previous = head_.next = &head_;
  }

  void signal(std::size_t) override { notify(); }

  // To the end of the list.
  void link(EventNode& node) {
    node.previous = head_.previous;
    node.next = &head_;
    node.is_notified = false;
    node.previous->next = &node;
    head_.previous = &node;
  }
  static void unlink(EventNode& node) {
    node.previous->next = node.next;
    node.next->previous = node.previous;
  }
  // Unlinks and wakes all, the first first.
  void notify() {
    ++notifications_;
    while (head_.next != &head_) {
      EventNode& node = *head_.next;
      EventNode* const next = node.next;
      head_.next = next;
      next->previous = &head_;
      node.is_notified = true;
      node.value = notifications_;
      std::exchange(node.waker, Waker::noop()).wake();
    }
  }

 private:
  EventNode head_;
  std::int64_t notifications_ = 0;
};

template <bool kUnlinks>
class WaitFor {
 public:
  using Output = std::int64_t;

  WaitFor(const SourceHandle& event, const LeafArgs&) : event_(event.share()) {}
  // As a move in Rust: the bytes of the node go along, and its neighbours know nothing of it.
  WaitFor(WaitFor&&) noexcept = default;
  WaitFor& operator=(WaitFor&&) = delete;
  ~WaitFor() {
    if (kUnlinks && !event_.is_moved_from() && is_linked_ && !node_.is_notified)
      EventSource::unlink(node_);
  }

  static Poll<Output> poll(Pin<WaitFor&> self, Context& cx) {
    return self.get_unchecked_mut(Unsafe("linked where it is pinned")).step(cx);
  }

 private:
  Poll<Output> step(Context& cx) {
    if (is_done_) panic(PanicReason::kPolledAfterReady, kUnlinks ? "Wait" : "Careless");
    if (is_linked_ && node_.is_notified) {
      is_done_ = true;
      return Poll<Output>::ready(node_.value);
    }
    if (!is_linked_) {
      event_.as<EventSource>().link(node_);
      is_linked_ = true;
    }
    node_.waker = cx.waker().clone();
    return kPending;
  }

  bool is_linked_ = false;  // was, once
  bool is_done_ = false;
  SourceHandle event_;
  // Behind the share: the waker is dropped first.
  EventNode node_;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

using Wait = WaitFor<true>;
using Careless = WaitFor<false>;

}  // namespace pinprick::harness
