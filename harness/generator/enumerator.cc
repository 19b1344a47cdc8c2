#include "harness/generator/enumerator.h"

#include <algorithm>

#include "harness/base/check.h"
#include "harness/program/guest.h"
#include "harness/program/op.h"
#include "harness/program/source.h"

namespace pinprick::harness {
namespace {

// The order among operations that may stand in the same place: by their code, then by what they
// take. Any order would do that does not change with what comes later.
bool is_smaller(const Op& a, const Op& b, absl::Span<const Kind> kinds) {
  const auto kind = [kinds](const Op& op) {
    return std::find(kinds.begin(), kinds.end(), op.kind) - kinds.begin();
  };
  if (a.code != b.code) return a.code < b.code;
  if (a.first != b.first) return a.first < b.first;
  if (a.second != b.second) return a.second < b.second;
  if (a.index != b.index) return a.index < b.index;
  if (a.argument != b.argument) return a.argument < b.argument;
  if (a.source != b.source) return a.source.source < b.source.source;
  return a.kind != b.kind && kind(a) < kind(b);
}

bool makes_future(const Op& op) { return has_kind(op) || op.code == OpCode::kWaitCareless; }

Op op_of(OpCode code) {
  Op op;
  op.code = code;
  return op;
}

}  // namespace

Enumerator::Enumerator(const Universe& universe) : universe_(universe) {
  PINPRICK_CHECK(universe.ops <= kMaxEnumeratedOps);
  for (std::size_t i = 0; i < kSourceCount; ++i) {
    const auto source = static_cast<Source>(i);
    const bool is_waited_for =
        std::any_of(universe_.kinds.begin(), universe_.kinds.end(), [source](const Kind& kind) {
          return kind.first.leaf == waiter_of(source) ||
                 (source == Source::kEvent && kind.first.leaf == Leaf::kCareless);
        });
    if (is_waited_for) sources_.push_back({source, spec(source).number.standard});
  }
  careless_ = std::any_of(universe_.kinds.begin(), universe_.kinds.end(),
                          [](const Kind& kind) { return kind == kind_of(Leaf::kCareless); });
  guests_ = !universe_.kinds.empty() &&
            std::all_of(universe_.kinds.begin(), universe_.kinds.end(),
                        [](const Kind& kind) { return kind.first.leaf == Leaf::kGuest; });
  levels_.resize(universe.ops + 1);
  begin();
}

void Enumerator::begin() {
  program_.ops.clear();
  levels_[0] = Level();
}

void Enumerator::push(const Op& op) {
  const Level& before = here();
  Level& after = levels_[program_.ops.size() + 1];
  after.state = before.state;
  after.state.apply(op);
  after.futures = before.futures + (makes_future(op) ? 1 : 0);

  after.of_value = before.of_value;
  after.of_op = before.of_op;
  const OpSpec& rules = spec(op.code);
  std::uint32_t things = 0;
  if (rules.operands() > 0) things |= before.of_value[op.first];
  if (rules.operands() > 1) things |= before.of_value[op.second];
  const bool makes_thing = makes_future(op) || rules.operands() == 0;
  after.things = before.things;
  if (makes_thing) {
    const std::uint32_t thing = after.things + 1;  // the lowest bit that is not taken
    things |= thing;
    after.things |= thing;
  }
  // What has to do with one of them has from now on to do with all.
  for (std::uint32_t& of : after.of_value) {
    if ((of & things) != 0) of |= things;
  }
  for (const std::uint32_t of : after.of_value) {
    if ((of & things) != 0) things |= of;
  }
  after.of_value.push_back(things);
  after.of_op.push_back(things);
  program_.ops.push_back(op);
}

bool Enumerator::comes_too_late(const Op& op) const {
  if (!universe_.reduced) return false;
  if (is_scope(op.code)) return false;
  const Level& level = here();
  const OpSpec& rules = spec(op.code);
  std::uint32_t things = 0;
  if (rules.operands() > 0) things |= level.of_value[op.first];
  if (rules.operands() > 1) things |= level.of_value[op.second];
  for (std::size_t i = program_.ops.size(); i-- > 0;) {
    const Op& earlier = program_.ops[i];
    if (is_scope(earlier.code)) return false;
    // Futures have an age, by which `sort` sorts them.
    if (makes_future(op) && makes_future(earlier)) return false;
    if ((level.of_op[i] & things) != 0) return false;
    if (is_smaller(op, earlier, universe_.kinds)) return true;
  }
  return false;
}

template <class Take>
bool Enumerator::each_operand(Op& op, Take take) {
  const OpSpec& rules = spec(op.code);
  const Typestate& state = here().state;
  const auto each_index = [&]() {
    const std::size_t indices = rules.takes_index ? state.indices(op.code, op.first) : 1;
    for (std::size_t index = 0; index < indices; ++index) {
      op.index = static_cast<std::uint8_t>(index);
      if (state.check(op) == Refusal::kNone && !comes_too_late(op) && !take(op)) return false;
    }
    return true;
  };
  const std::size_t firsts = state.count(rules.first.types);
  for (std::size_t i = 0; i < firsts; ++i) {
    op.first = state.nth(rules.first.types, i);
    if (state.check_first(op) != Refusal::kNone) continue;
    if (rules.operands() == 1) {
      if (!each_index()) return false;
      continue;
    }
    const std::size_t seconds = state.count(rules.second.types);
    for (std::size_t k = 0; k < seconds; ++k) {
      op.second = state.nth(rules.second.types, k);
      if (!each_index()) return false;
    }
  }
  return true;
}

template <class Take>
bool Enumerator::each_call(Op& op, Take take) {
  if (guest() == nullptr) return true;
  const TypeMask types = spec(op.code).first.types;
  const std::size_t count = here().state.count(types);
  for (std::size_t i = 0; i < count; ++i) {
    op.first = here().state.nth(types, i);
    for (std::size_t call = 0; call < guest()->calls.size(); ++call) {
      op.index = static_cast<std::uint8_t>(call);
      for (const std::uint8_t argument : universe_.arguments) {
        op.argument = argument;
        const bool fits = here().state.check(op) == Refusal::kNone && !comes_too_late(op);
        if (fits && !take(op)) return false;
      }
    }
  }
  return true;
}

template <class Take>
bool Enumerator::each_next(Take take) {
  const std::size_t left = universe_.ops - program_.ops.size();
  const std::size_t open = here().state.scope_depth();
  if (left == 0) return true;
  // Only enough is left to close what is open.
  const bool must_close = left == open;
  const bool makes_more = here().futures < universe_.futures;
  const auto fits = [&](const Op& op) {
    return here().state.check(op) == Refusal::kNone && !comes_too_late(op);
  };
  for (const OpSpec& rules : kOps) {
    if (must_close && rules.code != OpCode::kCloseScope) continue;
    if (guests_ && !concerns_guests(rules.code)) continue;
    if (rules.operands() > 0 && here().state.count(rules.first.types) == 0) continue;
    Op op = op_of(rules.code);
    switch (rules.code) {
      case OpCode::kMake:
        if (!makes_more) break;
        for (const Kind& kind : universe_.kinds) {
          if (!is_makeable(kind.first.leaf)) continue;
          op.kind = kind;
          if (fits(op) && !take(op)) return false;
        }
        break;
      case OpCode::kSource:
        for (const SourceArgs& source : sources_) {
          op.source = source;
          if (fits(op) && !take(op)) return false;
        }
        break;
      case OpCode::kWait: {
        if (!makes_more) break;
        const std::size_t count = here().state.count(mask(ValueType::kSource));
        for (std::size_t i = 0; i < count; ++i) {
          op.first = here().state.nth(mask(ValueType::kSource), i);
          const Leaf waiter = waiter_of(here().state.value(op.first).source);
          for (const Kind& kind : universe_.kinds) {
            if (kind.first.leaf != waiter) continue;
            op.kind = kind;
            if (fits(op) && !take(op)) return false;
          }
        }
        break;
      }
      case OpCode::kCall:
        if (!each_call(op, take)) return false;
        break;
      case OpCode::kWaitCareless:
        if (makes_more && careless_ && !each_operand(op, take)) return false;
        break;
      case OpCode::kSignal: {
        const std::size_t count = here().state.count(mask(ValueType::kSource));
        for (std::size_t i = 0; i < count; ++i) {
          op.first = here().state.nth(mask(ValueType::kSource), i);
          const std::size_t signals = signal_count(here().state.value(op.first).source);
          for (std::size_t signal = 0; signal < signals; ++signal) {
            op.index = static_cast<std::uint8_t>(signal);
            if (fits(op) && !take(op)) return false;
          }
        }
        break;
      }
      case OpCode::kOpenScope:
        // It has to be closed again.
        if (left >= open + 2 && fits(op) && !take(op)) return false;
        break;
      default:
        if (rules.operands() > 0) {
          if (!each_operand(op, take)) return false;
        } else if (fits(op) && !take(op)) {
          return false;
        }
        break;
    }
  }
  return true;
}

bool Enumerator::visit_all(Visit visit) {
  if (!program_.ops.empty() && here().state.scope_depth() == 0 && !visit(program_)) return false;
  // Nothing comes after the last operation, so nothing need be known of it: it leaves no scope
  // open.
  const bool is_last = program_.ops.size() + 1 == universe_.ops;
  return each_next([&](const Op& op) {
    if (is_last) {
      program_.ops.push_back(op);
    } else {
      push(op);
    }
    const bool goes_on = is_last ? visit(program_) : visit_all(visit);
    program_.ops.pop_back();
    return goes_on;
  });
}

std::uint64_t Enumerator::count_all() {
  std::uint64_t count = !program_.ops.empty() && here().state.scope_depth() == 0 ? 1 : 0;
  // The last operation is not taken, only counted: it has to leave no scope open.
  const bool is_last = program_.ops.size() + 1 == universe_.ops;
  each_next([&](const Op& op) {
    if (is_last) {
      ++count;
    } else {
      push(op);
      count += count_all();
      program_.ops.pop_back();
    }
    return true;
  });
  return count;
}

bool Enumerator::each(Visit visit) {
  begin();
  return visit_all(visit);
}

bool Enumerator::each_from(const Program& beginning, Visit visit) {
  begin();
  for (const Op& op : beginning.ops) push(op);
  return visit_all(visit);
}

std::uint64_t Enumerator::count() {
  begin();
  return count_all();
}

std::uint64_t Enumerator::count_from(const Program& beginning) {
  begin();
  for (const Op& op : beginning.ops) push(op);
  return count_all();
}

void Enumerator::collect(std::size_t ops, Parts& parts) {
  if (program_.ops.size() == ops) {
    parts.beginnings.push_back(program_);
    return;
  }
  if (!program_.ops.empty() && here().state.scope_depth() == 0) parts.shorter.push_back(program_);
  each_next([&](const Op& op) {
    push(op);
    collect(ops, parts);
    program_.ops.pop_back();
    return true;
  });
}

Enumerator::Parts Enumerator::parts(std::size_t ops) {
  begin();
  Parts parts;
  collect(std::min(ops, universe_.ops), parts);
  return parts;
}

}  // namespace pinprick::harness
