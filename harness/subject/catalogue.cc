#include "harness/subject/catalogue.h"

#include <cstring>
#include <utility>

#include "futures/map.h"
#include "futures/panic.h"
#include "harness/base/check.h"
#include "harness/subject/bind.h"
#include "harness/subject/parts.h"

namespace pinprick::harness {
namespace {

// The planted hole. Its claims are true to the eye: structurally pinned child, !Unpin as the child
// is. But at every poll it moves the child to another box and frees the old one.
template <class F>
class Shifty {
 public:
  using Output = typename F::Output;
  using PinnedFields = Fields<F>;

  explicit Shifty(F future) : child_(Box<F>::make(std::move(future))) {}

  static Poll<Output> poll(Pin<Shifty&> self, Context& cx) {
    Shifty& me = self.get_unchecked_mut(Unsafe("planted: what follows moves a pinned child"));
    me.child_ = Box<F>::make(std::move(me.child_).into_inner());
    Poll<Output> answer =
        Pin<F&>::new_unchecked(*me.child_, Unsafe("planted: it is moved at the next poll"))
            .poll(cx);
    return answer;
  }

 private:
  Box<F> child_;
};

using ShiftyExample = Shifty<LeafType<Leaf::kExample>::type>;

ShiftyExample construct_shifty(const Kind& kind, ValueId owner) {
  return ShiftyExample(LeafMaker<LeafType<Leaf::kExample>::type>::make(kind.first, owner, 0));
}

}  // namespace

const Catalogue& catalogue() {
  static const Catalogue all = [] {
    Catalogue filled = {};
    add_leaves(filled);
    add_maps(filled);
    add_thens(filled);
    add_joins(filled);
    for (const Subject* subject : filled) PINPRICK_CHECK(subject != nullptr);
    return filled;
  }();
  return all;
}

const Catalogue& catalogue_with_hole() {
  static const Catalogue holed = [] {
    Catalogue copy = catalogue();
    copy[shape_of(Combinator::kMap, Leaf::kExample, Leaf::kYieldN)] =
        &kSubject<ShiftyExample, construct_shifty, false>;
    return copy;
  }();
  return holed;
}

std::uint8_t panic_number(const Panic& panic) {
  constexpr std::pair<const char*, std::uint8_t> kNames[] = {
      {"Ready", panic_name(Leaf::kReady)},
      {"Pending", panic_name(Leaf::kPending)},
      {"YieldN", panic_name(Leaf::kYieldN)},
      {"Simple", panic_name(Leaf::kSimple)},
      {"Example", panic_name(Leaf::kExample)},
      {"Keeper", panic_name(Leaf::kKeeper)},
      {"Liar", panic_name(Leaf::kLiar)},
      {"Machine", panic_name(Leaf::kMachine)},
      {"Coroutine", panic_name(Leaf::kCoroutine)},
      {"Map", panic_name(Combinator::kMap)},
      {"Then", panic_name(Combinator::kThen)},
      {"Join", panic_name(Combinator::kJoin)},
      {"block_on", kPanicBlockOn},
  };
  for (const auto& [name, number] : kNames) {
    if (std::strcmp(panic.who(), name) == 0) return number;
  }
  return kUnknownPanic;
}

std::uint8_t panic_reason(const Panic& panic) {
  switch (panic.reason()) {
    case PanicReason::kPolledAfterReady:
      return kCausePolledAfterReady;
    case PanicReason::kStalled:
      return kCauseStalled;
    default:
      return kUnknownPanic;
  }
}

}  // namespace pinprick::harness
