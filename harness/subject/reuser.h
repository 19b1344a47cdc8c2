// A type for the harness only, that breaks the rule `drop` by itself: an object lives inside of it,
// pinned and known by reference, and its place is used for something else without its destructor.
//
// Nobody has left the place, so the poison says nothing, and what stands there is stale all the
// same: a bool that is neither, an enum without a name, an object without a vtable. Only UBSan can
// say so, when the reference is followed.
#pragma once

#include <cstddef>
#include <cstdint>

#include "pinprick/future.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

// !Unpin: `reference_` points into it from the first poll on. The first poll makes the object, the
// second one takes its place away, the third one looks at it.
class Reuser {
 public:
  using Output = std::int64_t;

  enum class Object : std::uint8_t { kBool, kEnum, kPolymorphic };

  Reuser(std::size_t object, std::uint8_t /*unused*/) : object_(static_cast<Object>(object)) {}
  Reuser(Reuser&&) noexcept = default;
  Reuser& operator=(Reuser&&) = delete;
  ~Reuser() = default;

  static Poll<Output> poll(Pin<Reuser&> self, Context& cx);

 private:
  enum class State : std::uint8_t { kStart, kMade, kReused, kDone };

  void make_object();
  Output look() const;

  alignas(std::max_align_t) std::byte place_[sizeof(std::max_align_t)] = {};
  const std::byte* reference_ = nullptr;
  Object object_;
  State state_ = State::kStart;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

// What the third poll does to an object with a vtable that is none: undefined behaviour, at once.
void look_at_no_object();

}  // namespace pinprick::harness
