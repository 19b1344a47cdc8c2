#include "harness/program/grammar.h"

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "harness/program/body.h"
#include "harness/program/coroutines.h"
#include "harness/program/kind.h"
#include "harness/program/op.h"

namespace pinprick::harness {
namespace {

// "a future" as the page has it: in a cell of its own it needs no article.
absl::string_view noun(ValueType type) {
  absl::string_view text = name(type);
  for (const absl::string_view article : {"a ", "an "}) {
    if (text.substr(0, article.size()) == article) return text.substr(article.size());
  }
  return text;
}

std::string nouns(TypeMask types) {
  std::vector<absl::string_view> all;
  for (std::size_t i = 0; i < kValueTypeCount; ++i) {
    if (holds(types, static_cast<ValueType>(i))) all.push_back(noun(static_cast<ValueType>(i)));
  }
  return absl::StrJoin(all, ", ");
}

std::string operand(const Operand& taken) {
  switch (taken.use) {
    case Use::kNone:
      return "";
    case Use::kConsume:
      return absl::StrCat("consumes ", nouns(taken.types));
    case Use::kBorrow:
      return absl::StrCat("uses ", nouns(taken.types));
    case Use::kPin: {
      const auto pointers = static_cast<TypeMask>(taken.types & ~mask(ValueType::kFuture));
      return absl::StrCat("borrows ", noun(ValueType::kFuture), " or consumes ", nouns(pointers));
    }
  }
  return "";
}

std::string taken(const OpSpec& op) {
  if (op.code == OpCode::kMake || op.code == OpCode::kSource) return "";
  std::vector<std::string> parts;
  if (op.operands() > 0) parts.push_back(operand(op.first));
  if (op.operands() > 1) parts.push_back(operand(op.second));
  if (op.takes_index) parts.push_back("the number of an element");
  return absl::StrJoin(parts, "; ");
}

std::string given(const OpSpec& op) {
  switch (op.result) {
    case Result::kNone:
      return "";
    case Result::kOfType:
      return std::string(noun(op.type));
    case Result::kSame:
      return "the same";
    case Result::kPinned:
      return absl::StrCat(noun(ValueType::kPinRef), " or ", noun(ValueType::kPinBox));
  }
  return "";
}

absl::string_view demanded(Gate gate) {
  switch (gate) {
    case Gate::kNone:
      return "";
    case Gate::kUnpin:
      return "Unpin";
    case Gate::kUnpinIfPinned:
      return "Unpin behind a pin";
  }
  return "";
}

std::string written(const OpSpec& op) {
  std::string text = op.name;
  if (op.code == OpCode::kMake) text += " KIND";
  if (op.operands() > 0) text += " A";
  if (op.operands() > 1) text += " B";
  if (op.takes_index) text += " N";
  if (op.code == OpCode::kSource) text += " SOURCE";
  if (op.code == OpCode::kWait) text += " [KIND]";
  if (op.code == OpCode::kSignal) text += " SIGNAL";
  if (op.code == OpCode::kCall) text += " CALL [BYTE]";
  return text;
}

void add_number(std::vector<std::string>& numbers, const Parameter& parameter) {
  if (parameter.name == nullptr) return;
  numbers.push_back(absl::StrCat("`", parameter.name, "` ", int{parameter.min}, " to ",
                                 int{parameter.max}, " (", int{parameter.standard}, ")"));
}

std::string broken(const std::optional<Rule>& rule) {
  return rule.has_value() ? absl::StrCat("`", spec(*rule).name, "`") : "";
}

// The types of local in a set, by the statements that make them.
std::string locals(LocalMask types) {
  std::vector<absl::string_view> names;
  for (const StatementSpec& each : kStatements) {
    // `deref` makes what `ref` makes.
    if (each.declares == LocalType::kNone || each.code == StatementCode::kDeref) continue;
    if (holds(types, each.declares)) names.emplace_back(each.name);
  }
  return absl::StrJoin(names, ", ");
}

std::string row(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) {
    absl::StrAppend(&text, cell.empty() ? " " : absl::StrCat(" ", cell, " "), "|");
  }
  return text + "\n";
}

std::string header(const std::vector<std::string>& cells) {
  return row(cells) + row(std::vector<std::string>(cells.size(), "---"));
}

}  // namespace

std::string op_table_markdown() {
  std::string text = header({"operation", "takes", "gives", "unsafe", "demands", "what it does"});
  for (const OpSpec& op : kOps) {
    text += row({absl::StrCat("`", written(op), "`"), taken(op), given(op),
                 op.is_unsafe ? "unsafe" : "", std::string(demanded(op.gate)), op.about});
  }
  return text;
}

std::string kind_table_markdown() {
  std::string text = header({"kind", "numbers", "claims", "breaks", "what it is"});
  for (const LeafSpec& leaf : kLeaves) {
    std::vector<std::string> numbers;
    add_number(numbers, leaf.count);
    add_number(numbers, leaf.value);
    text += row({absl::StrCat("`", leaf.name, "`"), absl::StrJoin(numbers, ", "),
                 leaf.unpin ? "Unpin" : "!Unpin", broken(leaf.lies), leaf.about});
  }
  for (const CombinatorSpec& combinator : kCombinators) {
    if (combinator.code == Combinator::kNone) continue;
    std::vector<std::string> numbers;
    add_number(numbers, combinator.number);
    text += row(
        {absl::StrCat("`", combinator.name, combinator.arity == 1 ? "(LEAF)" : "(LEAF, LEAF)", "`"),
         absl::StrJoin(numbers, ", "),
         combinator.claim == Claim::kUnpin   ? "Unpin"
         : combinator.claim == Claim::kNever ? "!Unpin"
                                             : "as its leaves",
         broken(combinator.breaks), combinator.about});
  }
  return text;
}

std::string source_table_markdown() {
  std::string text = header({"source", "numbers", "waited for by", "signal", "what it is"});
  for (const SourceSpec& source : kSources) {
    std::vector<std::string> numbers;
    add_number(numbers, source.number);
    text += row({absl::StrCat("`", source.name, "`"), absl::StrJoin(numbers, ", "),
                 absl::StrCat("`", spec(waiter_of(source.code)).name, "`"), "", source.about});
    for (std::size_t i = 0; i < source.signal_count(); ++i) {
      const SignalSpec& signal = source.signals[i];
      text += row({"", "", "", absl::StrCat("`", signal.name, "`"), signal.about});
    }
  }
  return text;
}

std::string statement_table_markdown() {
  std::string text = header({"statement", "takes", "what it does"});
  for (const StatementSpec& statement : kStatements) {
    std::string line = statement.declares == LocalType::kNone ? "" : "NAME = ";
    line += statement.name;
    if (statement.operands() > 0) line += " A";
    if (statement.operands() > 1) line += " B";
    std::string taken;
    if (statement.number.name != nullptr) {
      line += " N";
      taken = absl::StrCat(statement.number.name, " ", int{statement.number.min}, " to ",
                           int{statement.number.max});
    } else if (statement.operands() > 0) {
      taken = locals(statement.first);
    }
    text += row({absl::StrCat("`", line, "`"), taken, statement.about});
  }
  return text;
}

std::string coroutine_table_markdown() {
  std::string text = header({"shape", "body"});
  for (std::size_t i = 0; i < kCoroutines.size(); ++i) {
    text += row({absl::StrCat(i), absl::StrCat("`", kCoroutines[i], "`")});
  }
  return text;
}

}  // namespace pinprick::harness
