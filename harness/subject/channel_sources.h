// The library's channels as sources, and its AtomicWaker: each keeps the other end of what is
// waited for. See waiting_for.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <utility>

#include "harness/program/kind.h"
#include "harness/subject/source.h"
#include "pinprick/executor/block_on.h"
#include "pinprick/future.h"
#include "pinprick/panic.h"
#include "pinprick/sync/atomic_waker.h"
#include "pinprick/sync/mpsc.h"
#include "pinprick/sync/oneshot.h"
#include "pinprick/sync/watch.h"

namespace pinprick::harness {

using Number = std::int64_t;

// A channel for each that waits. The senders stand in a row, the oldest first.
class OneshotSource final : public SourceObject {
 public:
  using SourceObject::SourceObject;
  void signal(std::size_t which) override {
    if (senders_.empty()) return;
    // Whoever is gone does not get it.
    if (which == 0) static_cast<void>(std::move(senders_.front()).send(++sent_));
    senders_.pop_front();
  }
  oneshot::LocalReceiver<Number> wait(const LeafArgs&) {
    auto [sender, receiver] = oneshot::local_channel<Number>();
    senders_.push_back(std::move(sender));
    return std::move(receiver);
  }
  static Number given(const pinprick::Result<Number, oneshot::Canceled>& received) {
    return received.is_ok() ? received.value() : -1;
  }

 private:
  std::list<oneshot::LocalSender<Number>> senders_;
  Number sent_ = 0;
};

// The receiver and the one message that is waited for, which borrows it.
class OneReceived {
 public:
  using Receiver = mpsc::LocalReceiver<Number>;
  using Message = decltype(std::declval<Receiver&>().recv());
  using PinnedFields = Fields<Receiver, Message>;
  using Output = typename Message::Output;

  explicit OneReceived(Receiver receiver)
      : receiver_(std::move(receiver)), message_(receiver_.recv()) {}

  static Poll<Output> poll(Pin<OneReceived&> self, Context& cx) {
    return Message::poll(Pin<Message&>::make(self.get_mut().message_), cx);
  }

 private:
  Receiver receiver_;
  Message message_;
};

// A channel for each that waits, and a sender that can be used more than once.
class UnboundedSource final : public SourceObject {
 public:
  using SourceObject::SourceObject;
  void signal(std::size_t which) override {
    if (senders_.empty()) return;
    if (which == 1) return senders_.pop_front();
    static_cast<void>(senders_.front().send(++sent_));
  }
  OneReceived wait(const LeafArgs&) {
    auto [sender, receiver] = mpsc::local_unbounded<Number>();
    senders_.push_back(std::move(sender));
    return OneReceived(std::move(receiver));
  }
  static Number given(std::optional<Number> message) { return message.value_or(-1); }

 private:
  std::list<mpsc::LocalUnboundedSender<Number>> senders_;
  Number sent_ = 0;
};

// One channel, of which all that wait are senders.
class MpscSource final : public SourceObject {
 public:
  MpscSource(ValueId owner, std::size_t capacity)
      : SourceObject(owner), ends_(mpsc::local_channel<Number>(capacity)) {}
  void signal(std::size_t which) override {
    if (which == 1) return ends_.second.close();
    static_cast<void>(ends_.second.try_recv());
  }
  auto wait(const LeafArgs& args) { return ends_.first.send(args.value); }
  static Number given(const pinprick::Result<Unit, Number>& sent) { return sent.is_ok() ? 0 : -1; }

 private:
  std::pair<mpsc::LocalSender<Number>, mpsc::LocalReceiver<Number>> ends_;
};

// A receiver, and what waits for its next value, which borrows it: made where it is polled, because
// the receiver must not move any more then.
class Watching {
 public:
  using Receiver = watch::LocalReceiver<Number>;
  using Changed = decltype(std::declval<Receiver&>().changed());
  using PinnedFields = Fields<Changed>;
  using Output = std::optional<Number>;

  explicit Watching(Receiver receiver) : receiver_(std::move(receiver)) {}

  static Poll<Output> poll(Pin<Watching&> self, Context& cx) {
    const Unsafe why("what borrows the receiver is pinned, as we are");
    Watching& me = self.get_unchecked_mut(why);
    if (!me.changed_.has_value()) me.changed_.emplace(me.receiver_.changed());
    auto answer = Changed::poll(Pin<Changed&>::new_unchecked(*me.changed_, why), cx);
    if (answer.is_pending()) return kPending;
    if (answer.value().is_err()) return Poll<Output>::ready(std::nullopt);
    return Poll<Output>::ready(me.receiver_.get());
  }

 private:
  Receiver receiver_;
  std::optional<Changed> changed_;
};

// One channel, which all that wait watch. Its own receiver has always seen the latest value, and so
// have those that are made of it.
class WatchSource final : public SourceObject {
 public:
  explicit WatchSource(ValueId owner) : WatchSource(owner, watch::local_channel<Number>(0)) {}
  void signal(std::size_t which) override {
    if (which == 1) return sender_.reset();
    if (!sender_.has_value()) return;
    static_cast<void>(sender_->send(++value_));
    static_cast<void>(block_on(receiver_.changed()));
  }
  Watching wait(const LeafArgs&) { return Watching(receiver_.clone()); }
  static Number given(std::optional<Number> value) { return value.value_or(-1); }

 private:
  using Ends = std::pair<watch::LocalSender<Number>, watch::LocalReceiver<Number>>;

  WatchSource(ValueId owner, Ends ends)
      : SourceObject(owner), receiver_(std::move(ends.second)), sender_(std::move(ends.first)) {}

  watch::LocalReceiver<Number> receiver_;
  std::optional<watch::LocalSender<Number>> sender_;
  Number value_ = 0;
};

class AtomicWakerSource final : public SourceObject {
 public:
  // Ready once there was a wake since it was made.
  class Registered {
   public:
    using PinnedFields = Fields<>;
    using Output = Number;

    explicit Registered(AtomicWakerSource& source) : source_(&source), seen_(source.wakes_) {}

    static Poll<Output> poll(Pin<Registered&> self, Context& cx) {
      Registered& me = self.get_mut();
      if (me.is_done_) panic(PanicReason::kPolledAfterReady, "Registered");
      // Before it looks, or it would miss a wake in between.
      me.source_->waker_.register_waker(cx.waker());
      if (me.source_->wakes_ == me.seen_) return kPending;
      me.is_done_ = true;
      return Poll<Output>::ready(me.source_->wakes_);
    }

   private:
    AtomicWakerSource* source_;
    Number seen_;
    bool is_done_ = false;
  };

  using SourceObject::SourceObject;
  void signal(std::size_t) override {
    ++wakes_;
    waker_.wake();
  }
  Registered wait(const LeafArgs&) { return Registered(*this); }
  static Number given(Number wakes) { return wakes; }

 private:
  AtomicWaker waker_;
  Number wakes_ = 0;
};

}  // namespace pinprick::harness
