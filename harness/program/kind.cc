#include "harness/program/kind.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace pinprick::harness {
namespace {

void add_number(std::vector<std::string>& parts, const Parameter& parameter, std::uint8_t number) {
  if (parameter.name == nullptr || number == parameter.standard) return;
  parts.push_back(absl::StrCat(parameter.name, "=", int{number}));
}

std::string with_parts(absl::string_view name, const std::vector<std::string>& parts) {
  if (parts.empty()) return std::string(name);
  return absl::StrCat(name, "(", absl::StrJoin(parts, ", "), ")");
}

std::string to_text(const LeafArgs& args, const Body& body) {
  std::vector<std::string> parts;
  if (args.leaf == Leaf::kMachine && body != kStandardBody) parts.push_back(to_text(body));
  add_number(parts, spec(args.leaf).count, args.count);
  add_number(parts, spec(args.leaf).value, args.value);
  return with_parts(spec(args.leaf).name, parts);
}

}  // namespace

Kind standard_kind(Shape shape) {
  std::size_t rest = shape;
  const CombinatorSpec* rules = kCombinators.begin();
  for (; rest >= shapes_of(*rules); ++rules) rest -= shapes_of(*rules);
  Kind kind;
  kind.combinator = rules->code;
  kind.number = rules->number.standard;
  if (rules->arity == 2) {
    kind.second = standard(static_cast<Leaf>(rest % rules->leaves));
    rest /= rules->leaves;
  }
  kind.first = standard(first_leaf(*rules, rest));
  if (kind.first.leaf == Leaf::kMachine) kind.body = kStandardBody;
  return kind;
}

std::string to_text(const Kind& kind) {
  if (kind.combinator == Combinator::kNone) return to_text(kind.first, kind.body);
  std::vector<std::string> parts = {to_text(kind.first, kind.body)};
  if (kind.arity() == 2) parts.push_back(to_text(kind.second, kind.body));
  add_number(parts, spec(kind.combinator).number, kind.number);
  return with_parts(spec(kind.combinator).name, parts);
}

std::string to_text(const SourceArgs& args) {
  std::vector<std::string> parts;
  add_number(parts, spec(args.source).number, args.number);
  return with_parts(spec(args.source).name, parts);
}

std::string shape_name(Shape shape) { return to_text(standard_kind(shape)); }

}  // namespace pinprick::harness
