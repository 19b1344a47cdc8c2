// An event (Rust: Notify), and the futures that wait for it in a list which runs through
// themselves.
//
// The list is intrusive: a future that waits holds its own node, and its neighbours hold the
// address of that node. It is what pinning is for. The futures own a share of the event, so the
// event outlives its list; nothing owns a node but the future around it.
//
// Promise of `Wait`: linked by its first poll, unlinked by `notify` or by its destructor.
// `Careless` makes the same promise and does not keep the last part of it. What breaks it: moving a
// node that is linked, or ending its place without its destructor.
#pragma once

#include <cstdint>
#include <utility>

#include "harness/subject/recorder.h"
#include "pinprick/future.h"
#include "pinprick/panic.h"
#include "pinprick/waker.h"

namespace pinprick::harness {

struct WaitNode {
  WaitNode* previous = nullptr;
  WaitNode* next = nullptr;
  std::int64_t value = 0;
  bool is_notified = false;
  Waker waker = Waker::noop();
};

class Notify {
 public:
  explicit Notify(ValueId owner) : owner_(owner) { head_.previous = head_.next = &head_; }
  ~Notify() { recorder().record(EventKind::kDropped, owner_, kTaskPart); }
  Notify(const Notify&) = delete;
  Notify& operator=(const Notify&) = delete;

  void retain() { ++count_; }
  void release() {
    if (--count_ == 0) delete this;
  }

  // To the end of the list.
  void link(WaitNode& node) {
    node.previous = head_.previous;
    node.next = &head_;
    node.is_notified = false;
    node.previous->next = &node;
    head_.previous = &node;
  }
  static void unlink(WaitNode& node) {
    node.previous->next = node.next;
    node.next->previous = node.previous;
  }
  // Unlinks and wakes all, the first first.
  void notify_waiters() {
    ++notifications_;
    while (head_.next != &head_) {
      WaitNode& node = *head_.next;
      WaitNode* const next = node.next;
      head_.next = next;
      next->previous = &head_;
      node.is_notified = true;
      node.value = notifications_;
      std::exchange(node.waker, Waker::noop()).wake();
    }
  }

 private:
  ValueId owner_;
  std::uint32_t count_ = 1;
  WaitNode head_;
  std::int64_t notifications_ = 0;
};

// A share of an event: Rc<Notify>.
class NotifyHandle {
 public:
  explicit NotifyHandle(ValueId owner) : event_(new Notify(owner)) {}
  NotifyHandle(NotifyHandle&& other) noexcept : event_(std::exchange(other.event_, nullptr)) {}
  NotifyHandle& operator=(NotifyHandle&&) = delete;
  ~NotifyHandle() {
    if (event_ != nullptr) event_->release();
  }

  NotifyHandle share() const {
    event_->retain();
    return NotifyHandle(event_);
  }
  Notify* get() const { return event_; }

 private:
  explicit NotifyHandle(Notify* event) : event_(event) {}

  Notify* event_;
};

template <bool kUnlinks>
class WaitFor {
 public:
  using Output = std::int64_t;

  explicit WaitFor(const NotifyHandle& event) : event_(event.share()) {}
  // As a move in Rust: the bytes of the node go along, and its neighbours know nothing of it.
  WaitFor(WaitFor&&) noexcept = default;
  WaitFor& operator=(WaitFor&&) = delete;
  ~WaitFor() {
    const bool is_moved_from = event_.get() == nullptr;
    if (kUnlinks && !is_moved_from && is_linked_ && !node_.is_notified) Notify::unlink(node_);
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
      event_.get()->link(node_);
      is_linked_ = true;
    }
    node_.waker = cx.waker().clone();
    return kPending;
  }

  bool is_linked_ = false;  // was, once
  bool is_done_ = false;
  NotifyHandle event_;
  // Behind the share: the waker is dropped first.
  WaitNode node_;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

using Wait = WaitFor<true>;
using Careless = WaitFor<false>;

}  // namespace pinprick::harness
