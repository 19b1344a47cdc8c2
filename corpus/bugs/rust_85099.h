// A pinned pointer to a class becomes one to its base, and the conversion of the author's pointer
// type does not only forget the type: it builds the value anew in another block (rust 85099).
// Claim: Unpin
// Shows: make, poll, call erase, poll
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "pinprick/pin.h"

namespace pinprick::bugs::rust_85099 {

class Steps {
 public:
  virtual ~Steps() = default;
  // Steps on; the caller has it pinned.
  virtual int step() = 0;

 protected:
  Steps() = default;
  Steps(Steps&&) = default;
};

class Counter final : public Steps {
 public:
  Counter() = default;
  Counter(Counter&&) = default;
  int step() override {
    if (at_ == nullptr) at_ = &count_;
    return ++*at_;
  }

 private:
  int count_ = 0;
  int* at_ = nullptr;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

// Owns a T.
template <class T, bool kMended>
struct Crate {
  explicit Crate(std::unique_ptr<T> value) : content(std::move(value)) {}
  template <class U>
    requires(!std::is_same_v<T, U> && std::is_base_of_v<T, U>)
  Crate(Crate<U, kMended>&& other) {
    if constexpr (kMended) {
      content = std::move(other.content);
    } else {
      content = std::make_unique<U>(std::move(*other.content));  // the defect
    }
  }
  T& operator*() const { return *content; }

  std::unique_ptr<T> content;
};

}  // namespace pinprick::bugs::rust_85099

namespace pinprick {
template <class T, bool kMended>
struct PointerTraits<bugs::rust_85099::Crate<T, kMended>>
    : internal::OwnerTraits<bugs::rust_85099::Crate<T, kMended>, T, true> {};
}  // namespace pinprick

namespace pinprick::bugs::rust_85099 {

template <bool kMended>
class Runner {
  template <class T>
  using Pinned = Pin<Crate<T, kMended>>;

 public:
  void poll() { last_ = typed_ ? step(*typed_) : step(*erased_); }
  void erase() {
    if (!typed_) return;
    erased_.emplace(std::move(*typed_));
    typed_.reset();
  }
  // The number of steps, as it last said.
  int result() const { return last_; }

 private:
  template <class T>
  static int step(Pinned<T>& pinned) {
    return pinned.get_unchecked_mut(Unsafe("it steps where it lies")).step();
  }

  std::optional<Pinned<Counter>> typed_{
      Pinned<Counter>::new_unchecked(Crate<Counter, kMended>(std::make_unique<Counter>()),
                                     Unsafe("the Crate owns the value, and the Pin the Crate"))};
  std::optional<Pinned<Steps>> erased_;
  int last_ = 0;
};

}  // namespace pinprick::bugs::rust_85099

namespace pinprick {
template <bool kMended>
inline constexpr bool enable_unpin<bugs::rust_85099::Runner<kMended>> = true;
}  // namespace pinprick
