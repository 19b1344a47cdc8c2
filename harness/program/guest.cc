#include "harness/program/guest.h"

#include "harness/base/check.h"
#include "harness/program/kind.h"

namespace pinprick::harness {
namespace {

const Guest* the_guest = nullptr;

}  // namespace

const Guest* guest() { return the_guest; }

void host(const Guest* guest) { the_guest = guest; }

bool guest_claims_unpin() { return the_guest != nullptr && the_guest->unpin; }

bool takes(const Guest& guest, OpCode code) {
  switch (code) {
    case OpCode::kWait:
    case OpCode::kCall:
    case OpCode::kDrop:
      return true;
    case OpCode::kReset:
      return guest.movable;
    case OpCode::kRelocate:
    case OpCode::kRealloc:
      return guest.movable && guest.relocatable;
    default:
      break;
  }
  // From one place that is nothing but a place to another: no pin, and nothing shared.
  constexpr TypeMask kPlaces = any_of(ValueType::kFuture, ValueType::kBox) | kAnyRow;
  const OpSpec& rules = spec(code);
  const bool ends_in_place = rules.result != Result::kOfType || holds(kPlaces, rules.type);
  return guest.movable && moves_futures(code) && (rules.first.types & kPlaces) != 0 &&
         ends_in_place;
}

bool concerns_guests(OpCode code) {
  const bool is_about_the_world = code == OpCode::kSource || code == OpCode::kSignal;
  return is_about_the_world || (the_guest != nullptr && takes(*the_guest, code));
}

std::size_t signal_count(Source source) {
  if (source != Source::kWorld) return spec(source).signal_count();
  return the_guest == nullptr ? 0 : the_guest->events.size();
}

absl::string_view signal_name(Source source, std::size_t signal) {
  PINPRICK_CHECK(signal < signal_count(source));
  if (source == Source::kWorld) return the_guest->events[signal];
  return spec(source).signals[signal].name;
}

}  // namespace pinprick::harness
