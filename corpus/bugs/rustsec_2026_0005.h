// A sender that has found a waiting receiver wakes it by the waker in their channel; a receiver
// dropped at that moment takes the message for a sign that the sender is through, and frees the
// channel under it. (RUSTSEC-2026-0005)
// Claim: Cancellable
// Shows: make, call poll(), event begin_send, drop, event finish_send
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "pinprick/wake.h"
#include "pinprick/waker.h"

namespace pinprick::bugs::rustsec_2026_0005 {

enum class State : std::uint8_t { kEmpty, kWaiting, kWaking, kSent, kReceiverGone };

struct Channel {
  State state = State::kEmpty;
  int message = 0;
  Waker waker = Waker::noop();
};

// The senders. A send is cut in two where another thread could come between.
struct World {
  World() = default;
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() {
    finish_send();
    begin_send();  // nobody waits any more
  }

  // Each sender leaves its message. One that finds nobody waiting is through.
  void begin_send() {
    for (Channel* channel : std::exchange(unsent, {})) {
      const State before = channel->state;
      if (before == State::kReceiverGone) {
        delete channel;
        continue;
      }
      channel->message = 7;
      channel->state = before == State::kWaiting ? State::kWaking : State::kSent;
      if (before == State::kWaiting) waking.push_back(channel);
    }
  }

  // Each of the others wakes its receiver.
  void finish_send() {
    for (Channel* channel : std::exchange(waking, {})) {
      std::move(channel->waker).wake();
      if (channel->state == State::kReceiverGone) {
        delete channel;
      } else {
        channel->state = State::kSent;
      }
    }
  }

  std::vector<Channel*> unsent;
  std::vector<Channel*> waking;
};

// Movable at any time: a pointer to its channel.
template <bool kMended>
class Receiver {
 public:
  explicit Receiver(World& world) : channel_(new Channel) { world.unsent.push_back(channel_); }
  Receiver(Receiver&& other) noexcept
      : channel_(std::exchange(other.channel_, nullptr)),
        task_(std::move(other.task_)),
        received_(other.received_) {}
  Receiver& operator=(Receiver&& other) noexcept {
    if (this != &other) {
      leave();
      channel_ = std::exchange(other.channel_, nullptr);
      task_ = other.task_;
      received_ = other.received_;
    }
    return *this;
  }
  ~Receiver() { leave(); }

  // Whether the message is there.
  bool poll() {
    if (channel_ == nullptr) return received_ != 0;
    if (channel_->state == State::kSent) {
      received_ = channel_->message;
      delete std::exchange(channel_, nullptr);
      return true;
    }
    if (channel_->state == State::kEmpty) {
      channel_->waker = task_.waker();
      channel_->state = State::kWaiting;
    }
    return false;
  }

  [[nodiscard]] int result() const { return received_; }

 private:
  struct Task final : Wake {
    void wake() override { ++wakes; }
    int wakes = 0;
  };

  // The last to leave frees the channel.
  void leave() {
    Channel* channel = std::exchange(channel_, nullptr);
    if (channel == nullptr) return;
    const bool is_sender_through =
        channel->state == State::kSent || (!kMended && channel->state == State::kWaking);
    if (is_sender_through) {
      delete channel;
    } else {
      channel->state = State::kReceiverGone;
    }
  }

  Channel* channel_;
  WakeRef<Task> task_ = WakeRef<Task>::make();
  int received_ = 0;
};

}  // namespace pinprick::bugs::rustsec_2026_0005
