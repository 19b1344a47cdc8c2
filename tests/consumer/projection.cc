// A future written by hand, without a word of Unsafe: it holds another future, which is pinned
// along with it, and what it has counted, which is not; its destructor says how far it came.

#include <pinprick/box.h>
#include <pinprick/executor/block_on.h>
#include <pinprick/future/yield_n.h>
#include <pinprick/pin_local.h>
#include <pinprick/pinned_drop.h>
#include <pinprick/project.h>

#include <cstdio>
#include <string>
#include <utility>

namespace shop {

template <pinprick::Future F>
class Timed {
 public:
  using Output = std::pair<typename F::Output, int>;

  Timed(std::string name, F future) : future_(std::move(future)), name_(std::move(name)) {}
  Timed(Timed&&) = default;
  ~Timed() { drop_.run(*this); }

  static pinprick::Poll<Output> poll(pinprick::Pin<Timed&> self, pinprick::Context& cx) {
    auto [future, name, polls] = project(self);
    ++polls;
    auto answer = future.poll(cx);
    if (answer.is_pending()) return pinprick::kPending;
    return pinprick::Poll<Output>::ready(Output(std::move(answer).value(), polls));
  }

 private:
  friend pinprick::PinnedDrop<Timed>;
  static void drop(pinprick::Pin<Timed&> self) {
    std::printf("%s: dropped after %d polls\n", project<&Timed::name_>(self).c_str(),
                project<&Timed::polls_>(self));
  }

  F future_;
  std::string name_;
  int polls_ = 0;
  pinprick::PinnedDrop<Timed> drop_;

 public:
  using PinnedFields = pinprick::Members<pinprick::PinnedMember<&Timed::future_>,
                                         pinprick::PlainMember<&Timed::name_>,
                                         pinprick::PlainMember<&Timed::polls_>>;
};

}  // namespace shop

void show_projection() {
  const auto [value, polls] = pinprick::block_on(shop::Timed("order", pinprick::yield_n(2, 'x')));
  std::printf("order: %c after %d polls\n", value, polls);

  const pinprick::Waker waker = pinprick::Waker::noop();
  pinprick::Context cx(waker);
  auto boxed = pinprick::box_pin(shop::Timed("parcel", pinprick::yield_n(5, 'x')));
  if (boxed.poll(cx).is_pending()) std::puts("parcel: pending");
  auto local = PINPRICK_PIN(shop::Timed("letter", pinprick::yield_n(0, 'x')));
  if (local.poll(cx).is_ready()) std::puts("letter: ready");
}
