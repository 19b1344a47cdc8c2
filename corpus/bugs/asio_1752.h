// A channel holds the head of the ring of those who wait in it; moving the channel copies the head,
// while the ring still closes over the head in the old place. (asio 1752)
// Claim: Unpin
// Shows: make, call async_receive(), move, call send(7)
#pragma once

#include <cstddef>
#include <deque>
#include <utility>

namespace pinprick::bugs::asio_1752 {

template <bool kMended>
class Channel {
 public:
  Channel() = default;
  Channel(Channel&& other) noexcept { take(other); }
  Channel& operator=(Channel&& other) noexcept {
    if (this == &other) return *this;
    close();
    take(other);
    return *this;
  }
  ~Channel() { close(); }

  // Waits for a value, or takes one that nobody waited for.
  void async_receive() {
    if (!values_.empty()) {
      receive(values_.front());
      values_.pop_front();
      return;
    }
    Link* waiting = new Link;
    waiting->previous = head_.previous;
    waiting->next = &head_;
    waiting->previous->next = waiting->next->previous = waiting;
  }

  // Hands the value to the first who waits.
  void send(int value) {
    if (head_.next == &head_) {
      if (values_.size() < kValuesMax) values_.push_back(value);
      return;
    }
    end_first();
    receive(value);
  }

  // Cancels all who wait.
  void close() {
    while (head_.next != &head_) end_first();
  }

  [[nodiscard]] int result() const { return received_; }

 private:
  static constexpr std::size_t kValuesMax = 8;

  struct Link {
    Link* previous = this;
    Link* next = this;
  };

  void receive(int value) { received_ ^= value; }

  void end_first() {
    Link* first = head_.next;
    first->previous->next = first->next;
    first->next->previous = first->previous;
    delete first;
  }

  // All that the other has; nobody waits in this one.
  void take(Channel& other) {
    values_ = std::exchange(other.values_, {});
    received_ = other.received_;
    if (other.head_.next == &other.head_) return;
    head_.previous = std::exchange(other.head_.previous, &other.head_);
    head_.next = std::exchange(other.head_.next, &other.head_);
    if constexpr (kMended) head_.previous->next = head_.next->previous = &head_;
  }

  Link head_;
  std::deque<int> values_;
  int received_ = 0;
};

}  // namespace pinprick::bugs::asio_1752
