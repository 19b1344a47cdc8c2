#include "harness/subject/reuser.h"

#include <cstring>
#include <new>

#include "pinprick/context.h"
#include "pinprick/panic.h"

namespace pinprick::harness {

// Named, as whoever looks at the dynamic type passes over what no other file can know.
namespace reuser_internal {

enum Colour { kRed, kGreen, kBlue };  // without a fixed type: anything over 3 is no value of it

struct Polymorphic {
  virtual std::int64_t number() const { return 1; }

 protected:
  ~Polymorphic() = default;  // nobody ever runs it
};
struct Known final : Polymorphic {};

}  // namespace reuser_internal

using reuser_internal::Colour;
using reuser_internal::Known;
using reuser_internal::Polymorphic;

namespace {

constexpr int kSomethingElse = 0xee;

std::int64_t look_at_polymorphic(const std::byte* place) {
  // UBSan looks at the vtable with reads of its own, which AddressSanitizer does not see, and would
  // speak first of a place that somebody has left.
  static_cast<void>(*static_cast<const volatile std::byte*>(place));
  return reinterpret_cast<const Polymorphic*>(place)->number();
}

}  // namespace

void Reuser::make_object() {
  static_assert(sizeof(Known) <= sizeof place_ && sizeof(Colour) <= sizeof place_);
  switch (object_) {
    case Object::kBool:
      ::new (place_) bool(true);
      break;
    case Object::kEnum:
      ::new (place_) Colour(reuser_internal::kGreen);
      break;
    case Object::kPolymorphic:
      ::new (place_) Known();
      break;
  }
  reference_ = place_;
}

Reuser::Output Reuser::look() const {
  switch (object_) {
    case Object::kBool:
      return *reinterpret_cast<const bool*>(reference_) ? 1 : 0;
    case Object::kEnum:
      return *reinterpret_cast<const Colour*>(reference_) == reuser_internal::kGreen ? 1 : 0;
    case Object::kPolymorphic:
      return look_at_polymorphic(reference_);
  }
  return 0;
}

void look_at_no_object() {
  alignas(Known) std::byte place[sizeof(Known)];
  std::memset(place, kSomethingElse, sizeof place);
  static_cast<void>(look_at_polymorphic(place));
}

Poll<std::int64_t> Reuser::poll(Pin<Reuser&> self, Context& cx) {
  Reuser& me = self.get_unchecked_mut(Unsafe("only members are changed"));
  switch (me.state_) {
    case State::kStart:
      me.make_object();
      me.state_ = State::kMade;
      cx.waker().wake_by_ref();
      return kPending;
    case State::kMade:
      std::memset(me.place_, kSomethingElse, sizeof me.place_);
      me.state_ = State::kReused;
      cx.waker().wake_by_ref();
      return kPending;
    case State::kReused:
      me.state_ = State::kDone;
      return Poll<Output>::ready(me.look());
    case State::kDone:
      break;
  }
  panic(PanicReason::kPolledAfterReady, "Reuser");
}

}  // namespace pinprick::harness
