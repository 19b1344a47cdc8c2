// A type that stays where it was made: a link of a list that belongs to somebody else.

#include <pinprick/check.h>

namespace shop {

class Waiter;

struct Queue {
  Waiter* first = nullptr;
  void wake_all();
};

class Waiter {
 public:
  explicit Waiter(Queue& queue) : queue_(queue) {}
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() { leave(); }

  void wait() {
    leave();
    next_ = queue_.first;
    link_ = &queue_.first;
    if (next_ != nullptr) next_->link_ = &next_;
    queue_.first = this;
  }
  void leave() {
    if (link_ == nullptr) return;
    *link_ = next_;
    if (next_ != nullptr) next_->link_ = link_;
    link_ = nullptr;
    next_ = nullptr;
  }
  void wake() {
    ++wakes_;
    leave();
  }
  int wakes() const { return wakes_; }

 private:
  Queue& queue_;
  Waiter* next_ = nullptr;
  Waiter** link_ = nullptr;  // what points at this one; null: it does not wait
  int wakes_ = 0;
};

void Queue::wake_all() {
  while (first != nullptr) first->wake();
}

}  // namespace shop

[[maybe_unused]] const auto& waiter =
    pinprick::check::type<shop::Waiter, shop::Queue>("Waiter")
        .call("wait", &shop::Waiter::wait)
        .call("leave", &shop::Waiter::leave)
        .event("wake_all", &shop::Queue::wake_all)
        .result(&shop::Waiter::wakes)
        .claims(pinprick::check::NeverMoves(), pinprick::check::Cancellable());
