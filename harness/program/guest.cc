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
    case OpCode::kMove:
    case OpCode::kBox:
    case OpCode::kUnbox:
    case OpCode::kAssign:
    case OpCode::kSwap:
    case OpCode::kReplace:
    case OpCode::kPass:
    case OpCode::kVec:
    case OpCode::kDeque:
    case OpCode::kArray:
    case OpCode::kOption:
    case OpCode::kPush:
    case OpCode::kPop:
    case OpCode::kInsert:
    case OpCode::kRemove:
    case OpCode::kRotate:
    case OpCode::kSort:
    case OpCode::kTake:
    case OpCode::kEmplace:
    case OpCode::kReset:
      return guest.movable;
    case OpCode::kRelocate:
    case OpCode::kRealloc:
      return guest.movable && guest.relocatable;
    default:
      return false;
  }
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
