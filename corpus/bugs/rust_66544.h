// A copy-on-write pointer in a Pin: as long as its target is shared, its mutable dereference makes
// a copy and goes on with that, so that a pinned value is exchanged for bytes which point into
// another (rust 66544).
// Claim: Unpin
// Shows: make, poll, call share, poll, call forget, poll
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "pinprick/pin.h"

namespace pinprick::bugs::rust_66544 {

class Ticker {
 public:
  explicit Ticker(int ticks) : ticks_(ticks) {}
  static void tick(Pin<Ticker&> self) {
    Ticker& me = self.get_unchecked_mut(Unsafe("ticks where it lies"));
    if (me.counter_ == nullptr) me.counter_ = &me.ticks_;
    *me.counter_ = (*me.counter_ + 1) % 1000;
  }
  int ticks() const { return ticks_; }

 private:
  int ticks_;
  int* counter_ = nullptr;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

template <bool kMended>
struct Cow {
  Cow() = default;
  // The mended one copies at once, and only what is not address-bound.
  Cow(const Cow& other)
      : target(kMended ? std::make_shared<Ticker>(other.target->ticks()) : other.target) {}
  Cow(Cow&&) = default;
  Cow& operator=(Cow&&) = default;

  std::shared_ptr<Ticker> target = std::make_shared<Ticker>(0);
};

}  // namespace pinprick::bugs::rust_66544

namespace pinprick {
template <bool kMended>
struct PointerTraits<bugs::rust_66544::Cow<kMended>> {
  using Target = bugs::rust_66544::Ticker;
  using Storage = bugs::rust_66544::Cow<kMended>;
  static constexpr bool kExclusive = true;
  static Storage store(Storage pointer) { return pointer; }
  static Storage release(Storage&& storage) { return std::move(storage); }
  static const Target& get(const Storage& storage) { return *storage.target; }
  static Target& get(Storage& storage) {
    if (!kMended && storage.target.use_count() > 1) {
      storage.target = std::make_shared<Target>(*storage.target);  // the defect
    }
    return *storage.target;
  }
};
}  // namespace pinprick

namespace pinprick::bugs::rust_66544 {

template <bool kMended>
class Clock {
  using Pointer = Cow<kMended>;

 public:
  void poll() { Ticker::tick(pin_.as_mut()); }
  // Keeps the state of now.
  void share() { kept_.emplace(pin_); }
  void forget() { kept_.reset(); }
  int result() const { return pin_.get_ref().ticks(); }

 private:
  Pin<Pointer> pin_ = Pin<Pointer>::new_unchecked(
      Pointer(), Unsafe("true if the pointer keeps to its target; the defect: it does not"));
  std::optional<Pin<Pointer>> kept_;
};

}  // namespace pinprick::bugs::rust_66544

namespace pinprick {
template <bool kMended>
inline constexpr bool enable_unpin<bugs::rust_66544::Clock<kMended>> = true;
}  // namespace pinprick
