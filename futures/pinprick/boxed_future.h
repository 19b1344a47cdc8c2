#pragma once

// A future of which only the output is known.
//
// What it is: `DynFuture<Out>`, the interface; `BoxFuture<Out>`, a pinned box of one, which is
// Rust's `Pin<Box<dyn Future<Output = Out>>>`; and two ways to get there. `boxed(f)` is the
// everyday one: f moves to the heap once, unpinned still, and is pinned there from then on. One
// allocation. `erase(p)` takes a future that is pinned in a box already and does not move it: the
// erased object owns that box, at the price of a second allocation; a class that implements
// DynFuture itself is converted by `erase` without one.
//
// What it promises: a BoxFuture is one pointer, moves freely (it is Unpin), and is itself a
// future. What is behind it never moves.
//
// What breaks it: nothing beyond what breaks a Pin.
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/future/example.h"
//     #include "pinprick/future/ready.h"
//
//     std::vector<BoxFuture<std::int64_t>> several;
//     several.push_back(boxed(example()));
//     several.push_back(boxed(ready(std::int64_t{3})));
//     several.push_back(erase(Box<Example>::pin(1, 4)));
//     std::int64_t sum = 0;
//     for (auto& future : several) sum += block_on(std::move(future));
//     assert(sum == 37 + 3 + 8);
//
// Example:
//
//     #include "pinprick/executor/block_on.h"
//
//     class Native final : public DynFuture<int> {
//       Poll<int> poll_pinned(Context&) override { return poll_ready(4); }
//     };
//
//     int main() {
//       BoxFuture<int> future = erase(Box<Native>::pin());
//       assert(block_on(std::move(future)) == 4);
//     }

#include <memory>
#include <type_traits>
#include <utility>

#include "pinprick/box.h"
#include "pinprick/future.h"

namespace pinprick {

template <class Out>
class DynFuture;

// Nobody knows what is behind it.
template <class Out>
inline constexpr bool enable_unpin<DynFuture<Out>> = false;

template <class Out>
class DynFuture {
 public:
  using Output = Out;

  DynFuture(const DynFuture&) = delete;
  DynFuture& operator=(const DynFuture&) = delete;
  virtual ~DynFuture() = default;

  static Poll<Out> poll(Pin<DynFuture&> self, Context& cx) {
    return self.get_unchecked_mut(Unsafe("the override treats it as pinned")).poll_pinned(cx);
  }

 protected:
  DynFuture() = default;

  // Polls `*this`, which is pinned. The implementation must not move it.
  virtual Poll<Out> poll_pinned(Context& cx) = 0;
};

template <class Out>
using BoxFuture = Pin<Box<DynFuture<Out>>>;

namespace internal {

// F, which may be a Pin of something else, as a DynFuture.
template <class F>
class ErasedFuture final : public DynFuture<typename F::Output> {
 public:
  explicit ErasedFuture(F future) : future_(std::move(future)) {}

 private:
  Poll<typename F::Output> poll_pinned(Context& cx) override {
    return F::poll(Pin<F&>::new_unchecked(future_, Unsafe("pinned as the erased object is")), cx);
  }

  F future_;
};

}  // namespace internal

// Moves `future` to the heap, pins it there and forgets its type. One allocation.
template <Future F>
BoxFuture<typename F::Output> boxed(F future) {
  return Box<internal::ErasedFuture<F>>::pin(std::move(future));
}

// Forgets the type of a future that is pinned in a box, without moving it. Allocates once more
// unless F derives from DynFuture.
template <Future F>
BoxFuture<typename F::Output> erase(Pin<Box<F>> future) {
  if constexpr (std::is_base_of_v<DynFuture<typename F::Output>, F>) {
    return future;
  } else {
    return boxed(std::move(future));
  }
}

}  // namespace pinprick
