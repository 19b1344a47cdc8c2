#include "harness/minimizer/smaller_kinds.h"

#include <algorithm>

namespace pinprick::harness {
namespace {

// Of a number with more values than this, some are left out.
constexpr unsigned kMaxNumbersTried = 24;

class Kinds {
 public:
  explicit Kinds(const Kind& kind) : kind_(kind) {}

  // What is not valid is not added.
  void add(Combinator combinator, const LeafArgs& first, const LeafArgs& second) {
    if (!takes_first(combinator, first.leaf) || is_waiter(first.leaf) != waits()) return;
    Kind kind;
    kind.combinator = combinator;
    kind.number = combinator == kind_.combinator ? kind_.number : spec(combinator).number.standard;
    kind.first = first;
    if (kind.arity() == 2) {
      if (!takes(combinator, second.leaf)) return;
      kind.second = second;
    }
    if (first.leaf == Leaf::kMachine) kind.body = kind_.body.count > 0 ? kind_.body : kStandardBody;
    add(kind);
  }
  void add(const Kind& kind) {
    if (kind != kind_ && std::find(kinds_.begin(), kinds_.end(), kind) == kinds_.end()) {
      kinds_.push_back(kind);
    }
  }
  void add_numbers(const Parameter& parameter, std::uint8_t& number, const Kind& changed) {
    const std::uint8_t now = number;
    for (const std::uint8_t each : smaller_numbers(parameter, now)) {
      number = each;
      add(changed);
    }
    number = now;
  }
  void add_numbers(LeafArgs& leaf, const Kind& changed) {
    add_numbers(spec(leaf.leaf).count, leaf.count, changed);
    add_numbers(spec(leaf.leaf).value, leaf.value, changed);
  }

  bool waits() const { return is_waiter(kind_.first.leaf); }
  std::vector<Kind> take() { return std::move(kinds_); }

 private:
  const Kind kind_;
  std::vector<Kind> kinds_;
};

}  // namespace

std::vector<std::uint8_t> smaller_numbers(const Parameter& parameter, std::uint8_t number) {
  if (parameter.name == nullptr || number == parameter.standard) return {};
  std::vector<std::uint8_t> numbers = {parameter.standard};
  const auto add = [&](unsigned each) {
    if (each < number && each >= parameter.min && each != parameter.standard) {
      numbers.push_back(static_cast<std::uint8_t>(each));
    }
  };
  for (unsigned i = 0; i < kMaxNumbersTried; ++i) add(parameter.min + i);
  if (number - parameter.min > static_cast<int>(kMaxNumbersTried)) {
    add((parameter.min + unsigned{number}) / 2);
    add(number - 1U);
  }
  return numbers;
}

std::vector<Kind> other_kinds(const Kind& kind) {
  Kinds kinds(kind);
  // A combinator over one leaf has no second one; this is what it gets where one is wanted.
  const LeafArgs second = kind.arity() == 2 ? kind.second : standard(Leaf::kYieldN);
  kinds.add(Combinator::kNone, kind.first, {});
  if (kind.arity() == 2) kinds.add(Combinator::kNone, kind.second, {});
  for (std::size_t i = 0; i < kMakeableLeafCount; ++i) {
    kinds.add(Combinator::kNone, standard(static_cast<Leaf>(i)), {});
  }
  for (std::size_t i = 0; i < kMakeableLeafCount; ++i) {
    const LeafArgs leaf = standard(static_cast<Leaf>(i));
    kinds.add(kind.combinator, leaf, second);
    kinds.add(kind.combinator, kind.first, leaf);
    kinds.add(kind.combinator, leaf, leaf);
  }
  for (const CombinatorSpec& combinator : kCombinators) {
    kinds.add(combinator.code, kind.first, second);
    kinds.add(combinator.code, kind.first, standard(Leaf::kYieldN));
    if (kind.arity() == 2) kinds.add(combinator.code, kind.second, second);
  }
  if (kind.arity() == 2) kinds.add(kind.combinator, kind.second, kind.first);
  Kind changed = kind;
  kinds.add_numbers(spec(kind.combinator).number, changed.number, changed);
  kinds.add_numbers(changed.first, changed);
  if (kind.arity() == 2) kinds.add_numbers(changed.second, changed);
  return kinds.take();
}

}  // namespace pinprick::harness
