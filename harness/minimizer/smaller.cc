#include "harness/minimizer/smaller.h"

#include <tuple>

#include "harness/program/op.h"

namespace pinprick::harness {
namespace {

std::size_t distance(const Parameter& parameter, std::uint8_t number) {
  if (parameter.name == nullptr || number == parameter.standard) return 0;
  return 1U + number - parameter.min;
}

std::size_t numbers_of(const LeafArgs& leaf) {
  return distance(spec(leaf.leaf).count, leaf.count) + distance(spec(leaf.leaf).value, leaf.value);
}

// A statement's number is always written.
std::size_t numbers_of(const Body& body) {
  std::size_t sum = 0;
  for (const Statement& statement : body) {
    const Parameter& number = spec(statement.code).number;
    if (number.name != nullptr) sum += statement.number - number.min;
  }
  return sum;
}

void add(const Kind& kind, Size& size) {
  const bool combines = kind.combinator != Combinator::kNone;
  size.kinds += (combines ? 2 : 0) + kind.arity() + kind.body.count;
  size.numbers += distance(spec(kind.combinator).number, kind.number) + numbers_of(kind.first) +
                  numbers_of(kind.body);
  if (kind.arity() == 2) size.numbers += numbers_of(kind.second);
}

bool lies(const Op& op) {
  return op.code == OpCode::kWaitCareless || (has_kind(op) && !op.kind.honest());
}

auto ranks(const LeafArgs& leaf) { return std::tie(leaf.leaf, leaf.count, leaf.value); }

std::strong_ordering compare(const Statement& a, const Statement& b) {
  return std::tie(a.code, a.first, a.second, a.number) <=>
         std::tie(b.code, b.first, b.second, b.number);
}

std::strong_ordering compare(const Body& a, const Body& b) {
  if (a.count != b.count) return a.count <=> b.count;
  for (std::size_t i = 0; i < a.count; ++i) {
    const std::strong_ordering order = compare(a.statements[i], b.statements[i]);
    if (order != 0) return order;
  }
  return std::strong_ordering::equal;
}

std::strong_ordering compare(const Kind& a, const Kind& b) {
  if (a.combinator != b.combinator) return a.combinator <=> b.combinator;
  if (a.first != b.first) return ranks(a.first) <=> ranks(b.first);
  if (a.second != b.second) return ranks(a.second) <=> ranks(b.second);
  if (a.number != b.number) return a.number <=> b.number;
  return compare(a.body, b.body);
}

std::strong_ordering compare(const Op& a, const Op& b) {
  const auto ranks = [](const Op& op) {
    return std::tie(op.code, op.first, op.second, op.index, op.argument, op.source.source,
                    op.source.number);
  };
  if (const std::strong_ordering order = ranks(a) <=> ranks(b); order != 0) return order;
  return has_kind(a) ? compare(a.kind, b.kind) : std::strong_ordering::equal;
}

}  // namespace

Size size_of(const Program& program) {
  Size size;
  size.ops = program.ops.size();
  for (const Op& op : program.ops) {
    if (spec(op.code).is_unsafe || lies(op)) ++size.unsafe;
    if (has_kind(op)) add(op.kind, size);
    if (op.code == OpCode::kSource) {
      size.numbers += distance(spec(op.source.source).number, op.source.number);
    }
    size.numbers += op.index + op.argument;
  }
  return size;
}

bool is_smaller(const Program& a, const Program& b) {
  // Mostly this is all that has to be known.
  if (a.ops.size() != b.ops.size()) return a.ops.size() < b.ops.size();
  if (const std::strong_ordering order = size_of(a) <=> size_of(b); order != 0) return order < 0;
  for (std::size_t i = 0; i < a.ops.size(); ++i) {
    if (const std::strong_ordering order = compare(a.ops[i], b.ops[i]); order != 0) {
      return order < 0;
    }
  }
  return false;
}

}  // namespace pinprick::harness
