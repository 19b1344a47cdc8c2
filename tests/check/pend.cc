// Example: a future in the manner of Pigweed's pw_async2, which is pended with a context and stores
// the waker that it finds there. A stored waker is a link in the list of its task. Moved, it has to
// tell its neighbours where it went, and then it may move at any time; the other one says nothing.

#include <cstdint>
#include <utility>

#include "pinprick/check.h"
#include "pinprick/check/poll.h"

namespace pinprick::check::pend_example {
namespace {

// As much of pw_async2 as the future sees.

class PollOfInt {
 public:
  PollOfInt() = default;
  explicit PollOfInt(int value) : value_(value), is_ready_(true) {}

  bool IsReady() const { return is_ready_; }
  int value() const { return value_; }

 private:
  int value_ = 0;
  bool is_ready_ = false;
};

class Link {
 public:
  void insert_after(Link& link) {
    next_ = link.next_;
    link.next_ = this;
    previous_ = &link;
    if (next_ != nullptr) next_->previous_ = this;
  }
  void remove() {
    if (previous_ != nullptr) previous_->next_ = next_;
    if (next_ != nullptr) next_->previous_ = previous_;
    next_ = previous_ = nullptr;
  }
  // Of which this one is a copy: takes its place in the list.
  void tell_neighbours() {
    if (previous_ != nullptr) previous_->next_ = this;
    if (next_ != nullptr) next_->previous_ = this;
  }
  Link* next() const { return next_; }

 private:
  Link* next_ = nullptr;
  Link* previous_ = nullptr;
};

template <bool kTells>
class Waker {
 public:
  Waker() = default;
  Waker(Waker&& other) noexcept : link_(other.link_) {
    if (kTells) link_.tell_neighbours();
    other.link_ = Link();
  }
  Waker& operator=(Waker&&) = delete;
  ~Waker() { link_.remove(); }

  void store(Link& task) {
    link_.remove();
    link_.insert_after(task);
  }

 private:
  Link link_;
};

struct Context {
  Link& task;
};

// What is around: a number arrives from outside, and wakes the task.
struct Mailbox {
  void deliver() {
    ++number;
    while (task.next() != nullptr) {
      task.next()->remove();
      ++wakes;
    }
  }

  Link task;
  int number = 0;
  int wakes = 0;
};

// Ready with the first number that arrives after it was first pended, and how many wakes there
// were.
template <bool kTells>
class Receive {
 public:
  explicit Receive(Mailbox& mailbox) : mailbox_(&mailbox) {}

  PollOfInt Pend(Context& cx) {
    if (first_seen_ < 0) first_seen_ = mailbox_->number;
    if (mailbox_->number != first_seen_) {
      return PollOfInt(mailbox_->number * 100 + mailbox_->wakes);
    }
    waker_.store(cx.task);
    return {};
  }

 private:
  Mailbox* mailbox_;
  int first_seen_ = -1;
  Waker<kTells> waker_;
};

template <bool kTells>
void add(const char* name) {
  using Tested = Receive<kTells>;
  polled<Tested, Mailbox>(name,
                          [](Tested& receive, Mailbox& mailbox) {
                            Context cx{mailbox.task};
                            return receive.Pend(cx);
                          })
      .event("deliver", &Mailbox::deliver)
      .claims(Unpin(), Cancellable());
}

[[maybe_unused]] const bool all_added = (add<true>("pend"), add<false>("pend.lying"), true);

}  // namespace
}  // namespace pinprick::check::pend_example
