#include "harness/program/bytes.h"

#include <algorithm>
#include <array>
#include <optional>

#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/program/body_bytes.h"
#include "harness/program/byte_table.h"
#include "harness/program/guest.h"

namespace pinprick::harness {
namespace {

// The operation that each first byte means.
constexpr ByteTable kOpBytes = byte_table(kOps);
static_assert(kOpBytes.is_complete());

// Likewise the combinator of a kind, and a source. A second byte means the first leaf of a kind,
// modulo their number, unless the source for which it waits says which that is.
constexpr ByteTable kKindBytes = byte_table(kCombinators);
static_assert(kKindBytes.is_complete());
// Where every leaf may stand.
struct LeafWeight {
  Leaf code;
  std::size_t weight;
};
constexpr ByteTable kLeafBytes = byte_table([] {
  std::array<LeafWeight, kMakeableLeafCount> leaves{};
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const auto leaf = static_cast<Leaf>(i);
    leaves[i] = {leaf, weight_of(leaf)};
  }
  return leaves;
}());
static_assert(kLeafBytes.is_complete());
constexpr ByteTable kSourceBytes = byte_table(kSources);
static_assert(kSourceBytes.is_complete());

// What one operation takes at most: itself, what it is done to, and a kind of two leaves, one of
// them a machine with two bytes a statement.
constexpr std::size_t kMaxOpBytes = 16 + 2 * kMaxStatements;
static_assert(kMaxOps * kMaxOpBytes <= kMaxInputBytes, "what is encoded can be decoded");

// How many values are tried for an operand before the operation is dropped.
constexpr std::size_t kMaxProbes = 8;

class Reader final : public ByteSource {
 public:
  explicit Reader(absl::Span<const std::uint8_t> bytes) : bytes_(bytes) {}
  bool at_end() const override { return position_ >= bytes_.size(); }
  std::uint8_t byte() override { return at_end() ? std::uint8_t{0} : bytes_[position_++]; }

  // Little groups of seven bits, the high bit set on all but the last; at most two.
  std::size_t number() {
    const std::uint8_t low = byte();
    if (low < 0x80) return low;
    return (low & 0x7fU) | (std::size_t{byte()} << 7);
  }

 private:
  absl::Span<const std::uint8_t> bytes_;
  std::size_t position_ = 0;
};

void write_number(std::vector<std::uint8_t>& out, std::size_t number) {
  if (number < 0x80) {
    out.push_back(static_cast<std::uint8_t>(number));
    return;
  }
  PINPRICK_CHECK(number < (std::size_t{1} << 15));
  out.push_back(static_cast<std::uint8_t>(number | 0x80U));
  out.push_back(static_cast<std::uint8_t>(number >> 7));
}

std::uint8_t read_number(Reader& reader, const Parameter& parameter) {
  if (parameter.name == nullptr) return 0;
  const unsigned range = parameter.max - parameter.min + 1U;
  return static_cast<std::uint8_t>(parameter.min + reader.byte() % range);
}

void write_number(std::vector<std::uint8_t>& out, const Parameter& parameter, std::uint8_t number) {
  if (parameter.name != nullptr) out.push_back(static_cast<std::uint8_t>(number - parameter.min));
}

bool takes_all(const CombinatorSpec& rules) { return rules.leaves >= kMakeableLeafCount; }

LeafArgs read_leaf(Reader& reader, std::size_t which) {
  LeafArgs args;
  args.leaf = static_cast<Leaf>(which);
  args.count = read_number(reader, spec(args.leaf).count);
  args.value = read_number(reader, spec(args.leaf).value);
  return args;
}

void write_leaf(std::vector<std::uint8_t>& out, const LeafArgs& args) {
  write_number(out, spec(args.leaf).count, args.count);
  write_number(out, spec(args.leaf).value, args.value);
}

SourceArgs read_source(Reader& reader) {
  SourceArgs args;
  args.source = kSourceBytes.code_of[reader.byte()];
  args.number = read_number(reader, spec(args.source).number);
  return args;
}

void write_source(std::vector<std::uint8_t>& out, const SourceArgs& args) {
  out.push_back(kSourceBytes.first_byte_of[static_cast<std::size_t>(args.source)]);
  write_number(out, spec(args.source).number, args.number);
}

// `waiter` is the first leaf, if that is given.
Kind read_kind(Reader& reader, std::optional<Leaf> waiter) {
  Kind kind;
  kind.combinator = kKindBytes.code_of[reader.byte()];
  if (waiter.has_value() && !takes_first(kind.combinator, *waiter)) {
    kind.combinator = Combinator::kNone;
  }
  const CombinatorSpec& rules = spec(kind.combinator);
  const auto first = [&]() -> std::size_t {
    if (waiter.has_value()) return static_cast<std::size_t>(*waiter);
    if (takes_all(rules)) return static_cast<std::size_t>(kLeafBytes.code_of[reader.byte()]);
    return reader.byte() % rules.leaves;
  };
  kind.first = read_leaf(reader, first());
  if (kind.first.leaf == Leaf::kMachine) kind.body = read_body(reader);
  if (rules.arity == 2) kind.second = read_leaf(reader, reader.byte() % rules.leaves);
  kind.number = read_number(reader, rules.number);
  return kind;
}

void write_kind(std::vector<std::uint8_t>& out, const Kind& kind) {
  out.push_back(kKindBytes.first_byte_of[static_cast<std::size_t>(kind.combinator)]);
  if (!is_waiter(kind.first.leaf)) {
    const auto leaf = static_cast<std::size_t>(kind.first.leaf);
    const bool weighted = takes_all(spec(kind.combinator));
    out.push_back(weighted ? kLeafBytes.first_byte_of[leaf] : static_cast<std::uint8_t>(leaf));
  }
  write_leaf(out, kind.first);
  if (kind.first.leaf == Leaf::kMachine) write_body(out, kind.body);
  if (kind.arity() == 2) {
    out.push_back(static_cast<std::uint8_t>(kind.second.leaf));
    write_leaf(out, kind.second);
  }
  write_number(out, spec(kind.combinator).number, kind.number);
}

// The first value of `types`, from `start` on and round, that `fits`; kNoValue if none of the
// first kMaxProbes does.
template <class Fits>
ValueId pick(const Typestate& state, TypeMask types, std::size_t start, Fits fits) {
  const std::size_t count = state.count(types);
  if (count == 0) return kNoValue;
  std::size_t index = start % count;
  for (std::size_t probe = 0; probe < std::min(count, kMaxProbes); ++probe) {
    const ValueId id = state.nth(types, index);
    if (fits(id)) return id;
    if (++index == count) index = 0;
  }
  return kNoValue;
}

// Reads one operation; false if nothing there is fits it.
bool read_op(Reader& reader, const Typestate& state, Op& op) {
  op = Op{};
  op.code = kOpBytes.code_of[reader.byte()];
  const OpSpec& rules = spec(op.code);
  if (op.code == OpCode::kMake) op.kind = read_kind(reader, std::nullopt);
  if (op.code == OpCode::kSource) op.source = read_source(reader);
  if (rules.operands() > 0) {
    op.first = pick(state, rules.first.types, reader.number(), [&](ValueId id) {
      op.first = id;
      return state.check_first(op) == Refusal::kNone;
    });
    if (op.first == kNoValue) return false;
  }
  if (op.code == OpCode::kWait) {
    op.kind = read_kind(reader, waiter_of(state.value(op.first).source));
  }
  if (op.code == OpCode::kSignal) {
    const std::size_t signals = signal_count(state.value(op.first).source);
    if (signals == 0) return false;
    op.index = static_cast<std::uint8_t>(reader.byte() % signals);
  }
  if (op.code == OpCode::kCall) {
    const std::vector<GuestCall>& calls = guest()->calls;
    if (calls.empty()) return false;
    op.index = static_cast<std::uint8_t>(reader.byte() % calls.size());
    if (calls[op.index].takes_argument) op.argument = reader.byte();
  }
  if (rules.operands() > 1) {
    op.second = pick(state, rules.second.types, reader.number(), [&](ValueId id) {
      op.second = id;
      return state.check(op) == Refusal::kNone;
    });
    if (op.second == kNoValue) return false;
  }
  if (rules.takes_index) {
    op.index = static_cast<std::uint8_t>(reader.byte() % state.indices(op.code, op.first));
  }
  return state.check(op) == Refusal::kNone;
}

}  // namespace

const Program& Decoder::decode(absl::Span<const std::uint8_t> bytes) {
  typestate_.reset();
  program_.ops.clear();
  Reader reader(bytes.subspan(0, kMaxInputBytes));
  Op op;
  while (!reader.at_end() && program_.ops.size() < kMaxOps) {
    if (!read_op(reader, typestate_, op)) continue;
    if (!typestate_.leaves_room(op.code)) continue;
    typestate_.apply(op);
    program_.ops.push_back(op);
  }
  close_scopes();
  return program_;
}

void Decoder::close_scopes() {
  Op close;
  close.code = OpCode::kCloseScope;
  while (typestate_.scope_depth() > 0) {
    typestate_.apply(close);
    program_.ops.push_back(close);
  }
}

const std::vector<std::uint8_t>& Encoder::encode(const Program& program) {
  typestate_.reset();
  bytes_.clear();
  ends_.clear();
  for (const Op& op : program.ops) {
    const OpSpec& rules = spec(op.code);
    bytes_.push_back(kOpBytes.first_byte_of[static_cast<std::size_t>(op.code)]);
    if (op.code == OpCode::kMake) write_kind(bytes_, op.kind);
    if (op.code == OpCode::kSource) write_source(bytes_, op.source);
    if (rules.operands() > 0)
      write_number(bytes_, typestate_.index_of(rules.first.types, op.first));
    if (op.code == OpCode::kWait) write_kind(bytes_, op.kind);
    if (op.code == OpCode::kSignal || op.code == OpCode::kCall) bytes_.push_back(op.index);
    if (op.code == OpCode::kCall && guest()->calls[op.index].takes_argument) {
      bytes_.push_back(op.argument);
    }
    if (rules.operands() > 1)
      write_number(bytes_, typestate_.index_of(rules.second.types, op.second));
    if (rules.takes_index) bytes_.push_back(op.index);
    typestate_.apply(op);
    ends_.push_back(bytes_.size());
  }
  return bytes_;
}

std::vector<std::uint8_t> encode(const Program& program) { return Encoder().encode(program); }

}  // namespace pinprick::harness
