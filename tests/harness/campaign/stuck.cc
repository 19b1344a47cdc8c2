#include "tests/harness/campaign/stuck.h"

#include <array>
#include <cstddef>

#include "harness/program/kind.h"
#include "harness/subject/recorder.h"
#include "pinprick/panic.h"

namespace pinprick::harness {
namespace {

volatile bool never = false;
volatile std::size_t near_null = 0x10;

void poll_for_ever(void*, Context&) {
  while (!never) {
  }
}

void write_near_null(void*, Context&) { *reinterpret_cast<volatile int*>(near_null) = 1; }

int recurse(int depth) {
  std::array<volatile char, 256> local = {};
  if (never) return depth;
  return recurse(depth + 1) + local[1];
}

void call_for_ever(void*, Context&) { near_null = static_cast<std::size_t>(recurse(0)); }

void allocate_for_ever(void*, Context&) {
  while (!never) delete new volatile int(1);
}

void record_for_ever(void*, Context&) {
  while (!never) recorder().record(EventKind::kWoke, kNoValue);
}

// Out of what may not throw: std::terminate(), and abort().
void panic_unseen(void*, Context&) noexcept { panic(PanicReason::kPolledAfterReady, "yield_n"); }

}  // namespace

const Catalogue& stuck_catalogue() {
  static const Catalogue& stuck = *[] {
    auto* const made = new Catalogue(catalogue());
    const auto replace = [made](Leaf leaf, Subject::Poll poll,
                                Combinator around = Combinator::kNone) {
      Kind kind;
      kind.combinator = around;
      kind.first.leaf = leaf;
      auto* const subject = new Subject(*catalogue()[kind.shape()]);
      subject->poll_unpin = poll;
      (*made)[kind.shape()] = subject;
    };
    replace(Leaf::kReady, poll_for_ever);
    replace(Leaf::kPending, write_near_null);
    replace(Leaf::kSimple, call_for_ever);
    replace(Leaf::kYieldN, panic_unseen);
    replace(Leaf::kLiar, allocate_for_ever);
    replace(Leaf::kReady, record_for_ever, Combinator::kMap);
    return made;
  }();
  return stuck;
}

}  // namespace pinprick::harness
