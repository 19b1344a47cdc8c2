#include <rapidcheck.h>
#include <rapidcheck/state.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <ostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "harness/program/body_bytes.h"
#include "harness/program/guest.h"
#include "harness/program/typestate.h"
#include "tests/bench/rivals/trial/engines.h"

namespace pinprick::harness::rivals {
namespace {

// Between 1 and this many commands at the largest size, which grows from 0 again and again: half
// of the half, on average, of what the others have at most.
constexpr std::size_t kMaxSize = 2 * kProgramOps;

// What the commands are run on: put together first, and run as a program when all are there.
using Sut = Program;
using OpCommand = rc::state::Command<Typestate, Sut>;

class Operation final : public OpCommand {
 public:
  explicit Operation(const Op& op) : op_(op) {}

  void checkPreconditions(const Typestate& state) const override {
    RC_PRE(state.check(op_) == Refusal::kNone && state.leaves_room(op_.code));
  }
  void apply(Typestate& state) const override { state.apply(op_); }
  void run(const Typestate& /*state*/, Sut& program) const override { program.ops.push_back(op_); }
  void show(std::ostream& out) const override { out << std::string(spec(op_.code).name); }

 private:
  Op op_;
};

// A number, which grows with the size: what rapidcheck begins small is small.
std::size_t below(std::size_t end) { return *rc::gen::inRange<std::size_t>(0, end); }

// One of several that are not smaller or larger than each other: any, at every size.
std::size_t one_of(std::size_t count) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, count));
}

std::uint8_t some_number(const Parameter& parameter) {
  if (parameter.name == nullptr) return 0;
  return static_cast<std::uint8_t>(parameter.min + below(parameter.max - parameter.min + 1U));
}

LeafArgs some_leaf(Leaf leaf) {
  return {leaf, some_number(spec(leaf).count), some_number(spec(leaf).value)};
}

class SomeBytes final : public ByteSource {
 public:
  bool at_end() const override { return false; }
  std::uint8_t byte() override { return static_cast<std::uint8_t>(below(256)); }
};

// With that first leaf, or with any that `make` makes.
Kind some_kind(std::optional<Leaf> waiter) {
  Kind kind;
  kind.combinator = static_cast<Combinator>(one_of(kCombinatorCount));
  const CombinatorSpec& rules = spec(kind.combinator);
  const auto first = static_cast<Leaf>(one_of(std::min(rules.leaves, kMakeableLeafCount)));
  kind.first = some_leaf(waiter.value_or(first));
  RC_PRE(takes_first(kind.combinator, kind.first.leaf));
  if (kind.first.leaf == Leaf::kMachine) {
    SomeBytes bytes;
    kind.body = read_body(bytes);
  }
  if (rules.arity == 2) kind.second = some_leaf(static_cast<Leaf>(one_of(rules.leaves)));
  kind.number = some_number(rules.number);
  return kind;
}

ValueId some_value(const Typestate& state, TypeMask types) {
  RC_PRE(state.count(types) > 0);
  return state.nth(types, one_of(state.count(types)));
}

// By the weights of the op table, as the bytes have them.
OpCode some_code() {
  static const rc::Gen<OpCode> gen = [] {
    std::vector<OpCode> codes;
    for (const OpSpec& rules : kOps) codes.insert(codes.end(), rules.weight, rules.code);
    return rc::gen::elementOf(codes);
  }();
  return *gen;
}

Op some_op(const Typestate& state) {
  Op op;
  op.code = some_code();
  const OpSpec& rules = spec(op.code);
  if (rules.operands() > 0) op.first = some_value(state, rules.first.types);
  if (rules.operands() > 1) op.second = some_value(state, rules.second.types);
  if (op.code == OpCode::kMake) op.kind = some_kind(std::nullopt);
  if (op.code == OpCode::kWait) {
    op.kind = some_kind(waiter_of(state.value(op.first).source));
  }
  if (op.code == OpCode::kSource) {
    op.source.source = static_cast<Source>(one_of(kSourceCount));
    op.source.number = some_number(spec(op.source.source).number);
  }
  if (op.code == OpCode::kSignal) {
    op.index = static_cast<std::uint8_t>(one_of(signal_count(state.value(op.first).source)));
  }
  if (rules.takes_index) {
    const std::size_t indices = state.indices(op.code, op.first);
    RC_PRE(indices > 0);
    op.index = static_cast<std::uint8_t>(one_of(indices));
  }
  return op;
}

rc::Gen<std::shared_ptr<const OpCommand>> some_operation(const Typestate& state) {
  return rc::gen::exec([state]() -> std::shared_ptr<const OpCommand> {
    return std::make_shared<const Operation>(some_op(state));
  });
}

void close_scopes(Program& program) {
  Typestate state;
  for (const Op& op : program.ops) state.apply(op);
  Op close;
  close.code = OpCode::kCloseScope;
  program.ops.insert(program.ops.end(), state.scope_depth(), close);
}

}  // namespace

void run_rapidcheck(const Trial& trial, Account& account) {
  Experiment experiment(trial.limits, account);
  // It keeps something of each success, so their number has to be one that can be reached.
  setenv("RC_PARAMS",
         absl::StrCat("seed=", trial.seed, " max_success=", trial.limits.executions,
                      " max_size=", kMaxSize, " max_discard_ratio=1000 noshrink=1")
             .c_str(),
         1);
  rc::check([&] {
    const Typestate initial;
    Program program;
    rc::state::check(initial, program, &some_operation);
    close_scopes(program);
    // An engine that is asked to go on after the end would only waste time.
    RC_ASSERT(experiment.run(program));
  });
}

}  // namespace pinprick::harness::rivals
