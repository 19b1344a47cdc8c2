#include <cstddef>
#include <vector>

#include "harness/base/limits.h"
#include "harness/minimizer/passes.h"
#include "harness/minimizer/point.h"
#include "harness/program/op.h"

namespace pinprick::harness {
namespace {

// One operand of one operation: the oldest value first.
void age(Search& search, std::size_t at, ValueId Op::* operand, TypeMask taken) {
  const std::vector<ValueType> types = types_of(search.best());
  std::vector<Part> parts = take_apart(search.best());
  const ValueId now = parts[at].op.*operand;
  for (ValueId older = 0; older < now; ++older) {
    if (!holds(taken, types[older])) continue;
    parts[at].op.*operand = older;
    if (search.accept(parts)) return;
  }
}

}  // namespace

void use_older_operands(Search& search) {
  for (std::size_t at = 0; at < search.best().ops.size(); ++at) {
    if (search.best().ops.size() > kMaxPairedOps) return;
    const OpSpec* rules = &spec(search.best().ops[at].code);
    if (rules->operands() > 0) age(search, at, &Op::first, rules->first.types);
    if (at >= search.best().ops.size()) return;
    rules = &spec(search.best().ops[at].code);
    if (rules->operands() > 1) age(search, at, &Op::second, rules->second.types);
  }
}

}  // namespace pinprick::harness
