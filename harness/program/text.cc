#include "harness/program/text.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "harness/base/file.h"
#include "harness/base/limits.h"
#include "harness/program/body_text.h"
#include "harness/program/guest.h"
#include "harness/program/quote.h"
#include "harness/program/typestate.h"

namespace pinprick::harness {
namespace {

bool begins_word(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool in_word(char c) {
  return begins_word(c) || absl::ascii_isdigit(static_cast<unsigned char>(c));
}

// A token as it is shown.
std::string shown(absl::string_view token) {
  return token.empty() ? "the end of the line" : quote(token);
}

std::string types_in_words(TypeMask types) {
  std::vector<absl::string_view> names;
  for (std::size_t i = 0; i < kValueTypeCount; ++i) {
    if (holds(types, static_cast<ValueType>(i))) names.push_back(name(static_cast<ValueType>(i)));
  }
  return absl::StrJoin(names, " or ");
}

std::string leaves_of(const CombinatorSpec& combinator) {
  return absl::StrJoin(kLeaves.begin(), kLeaves.begin() + combinator.leaves, ", ",
                       [](std::string* out, const LeafSpec& leaf) { out->append(leaf.name); });
}

class Parser final : private Tokens {
 public:
  Parser(absl::string_view text, absl::string_view file) : text_(text), file_(file) {}

  absl::StatusOr<Script> parse() {
    while (!text_.empty()) {
      if (line_number_ == 0xffff) return error("more lines", "at most 65535");
      ++line_number_;
      const std::size_t end = std::min(text_.find('\n'), text_.size());
      line_ = absl::StripSuffix(text_.substr(0, end), "\r");
      text_.remove_prefix(std::min(end + 1, text_.size()));
      position_ = 0;
      const absl::Status status = parse_line();
      if (!status.ok()) return status;
    }
    if (typestate_.scope_depth() > 0) {
      ++line_number_;
      position_ = token_begin_ = 0;
      return error("the end of the file", "`}` for each open scope");
    }
    return std::move(script_);
  }

 private:
  absl::Status error(absl::string_view found, absl::string_view expected) const {
    return absl::InvalidArgumentError(absl::StrCat(file_, ":", line_number_, ":", token_begin_ + 1,
                                                   ": found ", found, ", expected ", expected));
  }
  absl::Status unexpected(absl::string_view expected) const override {
    return error(shown(token_), expected);
  }

  // The next token of the line: a word, a number, a sign, or empty at the end or at a comment.
  absl::string_view next() override {
    while (position_ < line_.size() && (line_[position_] == ' ' || line_[position_] == '\t')) {
      ++position_;
    }
    token_begin_ = position_;
    if (position_ < line_.size() && line_[position_] != '#') {
      ++position_;
      if (in_word(line_[token_begin_])) {
        while (position_ < line_.size() && in_word(line_[position_])) ++position_;
      } else {
        // A character outside ASCII is shown whole, not byte by byte.
        while (position_ < line_.size() && (line_[position_] & 0xc0) == 0x80) ++position_;
      }
    }
    token_ = line_.substr(token_begin_, position_ - token_begin_);
    return token_;
  }
  // Looks ahead; the last token stays the last.
  absl::string_view peek() override {
    const auto kept = std::make_tuple(position_, token_begin_, token_);
    const absl::string_view token = next();
    std::tie(position_, token_begin_, token_) = kept;
    return token;
  }

  absl::Status expect(absl::string_view sign) {
    if (next() != sign) return unexpected(absl::StrCat("`", sign, "`"));
    return absl::OkStatus();
  }

  absl::Status parse_line() {
    const std::size_t op = script_.program.ops.size();
    next();
    if (token_.empty()) return parse_comment(std::nullopt);
    absl::string_view result;
    const std::size_t first_token = token_begin_;
    if (token_ == "let") {
      result = next();
      if (result.empty() || !begins_word(result[0])) return unexpected("a name");
      if (absl::Status status = expect("="); !status.ok()) return status;
      next();
    }
    const std::size_t op_token = token_begin_;
    const auto* rules = std::find_if(kOps.begin(), kOps.end(),
                                     [this](const OpSpec& each) { return token_ == each.name; });
    if (rules == kOps.end())
      return unexpected(result.empty() ? "an operation or `let`" : "an operation");
    Op parsed;
    parsed.code = rules->code;

    std::size_t operand_begin[2] = {op_token, op_token};
    absl::string_view operand_text[2];
    if (rules->code == OpCode::kMake) {
      operand_begin[0] = position_;
      if (absl::Status status = parse_kind(parsed.kind, std::nullopt); !status.ok()) return status;
    }
    if (rules->code == OpCode::kSource) {
      operand_begin[0] = position_;
      if (absl::Status status = parse_source(parsed.source); !status.ok()) return status;
    }
    for (std::size_t i = 0; i < rules->operands(); ++i) {
      const Operand& operand = i == 0 ? rules->first : rules->second;
      next();
      if (token_.empty() || !begins_word(token_[0]))
        return unexpected(types_in_words(operand.types));
      operand_begin[i] = token_begin_;
      operand_text[i] = token_;
      const auto found = names_.find(token_);
      if (found == names_.end()) {
        return error(absl::StrCat(quote(token_), ", which names no value"),
                     types_in_words(operand.types));
      }
      (i == 0 ? parsed.first : parsed.second) = found->second;
    }
    std::size_t index_begin = op_token;
    if (rules->takes_index) {
      int index = 0;
      if (!absl::SimpleAtoi(next(), &index) || index < 0 || index > 255) {
        return unexpected("the number of an element");
      }
      parsed.index = static_cast<std::uint8_t>(index);
      index_begin = token_begin_;
    }
    if (absl::Status status = parse_what_follows(parsed, operand_text[0]); !status.ok()) {
      return status;
    }

    std::size_t guilty = 2;
    const Refusal refusal = typestate_.check(parsed, guilty);
    if (refusal != Refusal::kNone) {
      if (rules->takes_index && refusal == Refusal::kNoSuchElement) {
        token_begin_ = index_begin;
        return error(quote(token_), "the number of an element that is there");
      }
      token_begin_ = guilty < 2 ? operand_begin[guilty] : op_token;
      if (guilty == 2) {
        return error(quote(rules->name), wanted(refusal));
      }
      const ValueId id = guilty == 0 ? parsed.first : parsed.second;
      const ValueType type = typestate_.value(id).type;
      const Operand& operand = guilty == 0 ? rules->first : rules->second;
      const std::string found = absl::StrCat(quote(operand_text[guilty]), ", ", name(type));
      if (refusal == Refusal::kWrongType) return error(found, types_in_words(operand.types));
      return error(found, wanted(refusal));
    }
    const bool gives = rules->result != Result::kNone;
    if (gives && result.empty()) {
      token_begin_ = first_token;
      return error(quote(rules->name), "`let NAME =` before it, since it gives a value");
    }
    if (!gives && !result.empty()) {
      token_begin_ = op_token;
      return error(quote(rules->name), "an operation that gives a value");
    }
    if (!next().empty()) return unexpected("the end of the line");

    typestate_.apply(parsed);
    script_.program.ops.push_back(parsed);
    script_.lines.push_back(static_cast<std::uint16_t>(line_number_));
    script_.sources.emplace_back(absl::StripAsciiWhitespace(line_.substr(0, position_)));
    if (gives) names_[std::string(result)] = static_cast<ValueId>(op);
    return parse_comment(op);
  }

  // What stands behind the source that is waited for, or that a signal goes to.
  absl::Status parse_what_follows(Op& op, absl::string_view name) {
    if (op.code == OpCode::kCall) return parse_call(op, name);
    if (op.code != OpCode::kWait && op.code != OpCode::kSignal) return absl::OkStatus();
    const Typestate::Value& value = typestate_.value(op.first);
    // What is wrong with that value is said by the typestate.
    if (!value.alive || value.type != ValueType::kSource) return absl::OkStatus();
    if (op.code == OpCode::kWait) {
      const Leaf waiter = waiter_of(value.source);
      op.kind = kind_of(waiter);
      return peek().empty() ? absl::OkStatus() : parse_kind(op.kind, waiter);
    }
    std::vector<std::string> known;
    next();
    for (std::size_t i = 0; i < signal_count(value.source); ++i) {
      op.index = static_cast<std::uint8_t>(i);
      if (token_ == signal_name(value.source, i)) return absl::OkStatus();
      known.push_back(quote(signal_name(value.source, i)));
    }
    return unexpected(
        absl::StrCat("a signal that ", quote(name), ", of kind `", spec(value.source).name,
                     "`, has: ", known.empty() ? "there are none" : absl::StrJoin(known, " or ")));
  }

  // `feed 17`: which call of the guest, and the byte of which its arguments are made, if it takes
  // some; 0 where none is written.
  absl::Status parse_call(Op& op, absl::string_view name) {
    // What is wrong with the value is said by the typestate.
    if (guest() == nullptr || typestate_.check_first(op) != Refusal::kNone) return absl::OkStatus();
    std::vector<std::string> known;
    next();
    for (std::size_t i = 0; i < guest()->calls.size(); ++i) {
      const GuestCall& call = guest()->calls[i];
      known.push_back(quote(call.name));
      if (token_ != call.name) continue;
      op.index = static_cast<std::uint8_t>(i);
      if (!call.takes_argument || peek().empty()) return absl::OkStatus();
      int argument = 0;
      if (!absl::SimpleAtoi(next(), &argument) || argument < 0 || argument > 255) {
        return unexpected("a number from 0 to 255");
      }
      op.argument = static_cast<std::uint8_t>(argument);
      return absl::OkStatus();
    }
    return unexpected(
        absl::StrCat("a call that ", quote(name), ", a ", guest()->name,
                     ", has: ", known.empty() ? "there are none" : absl::StrJoin(known, " or ")));
  }

  absl::Status parse_source(SourceArgs& out) {
    next();
    for (const SourceSpec& source : kSources) {
      if (token_ != source.name) continue;
      out = {source.code, source.number.standard};
      bool given = false;
      return parse_list([&] {
        if (source.number.name != nullptr && token_ == source.number.name) {
          return parse_number(source.number, out.number, given);
        }
        return unexpected(source.number.name == nullptr
                              ? absl::StrCat("no parameters for `", source.name, "`")
                              : absl::StrCat("`", source.number.name, "=`"));
      });
    }
    return unexpected("a kind of source (see `pinprick kinds`)");
  }

  absl::Status parse_number(const Parameter& parameter, std::uint8_t& out, bool& given) {
    if (given) return unexpected("each number once");
    given = true;
    if (absl::Status status = expect("="); !status.ok()) return status;
    int number = 0;
    if (!absl::SimpleAtoi(next(), &number) || number < parameter.min || number > parameter.max) {
      return unexpected(
          absl::StrCat("a number from ", int{parameter.min}, " to ", int{parameter.max}));
    }
    out = static_cast<std::uint8_t>(number);
    return absl::OkStatus();
  }

  // The parameters in brackets, if there are any. `take` reads one, whose name is token_.
  template <class Take>
  absl::Status parse_list(Take take) {
    if (peek() != "(") return absl::OkStatus();
    next();
    for (;;) {
      next();
      if (absl::Status status = take(); !status.ok()) return status;
      next();
      if (token_ == ")") return absl::OkStatus();
      if (token_ != ",") return unexpected("`,` or `)`");
      comma_begin_ = token_begin_;
    }
  }

  // `waiter` is the leaf that may stand here although `make` cannot make it.
  absl::Status parse_leaf(LeafArgs& out, Body& body, std::optional<Leaf> waiter,
                          absl::string_view expected) {
    const auto* const found =
        std::find_if(kLeaves.begin(), kLeaves.end(), [&](const LeafSpec& each) {
          return token_ == each.name && (is_makeable(each.leaf) || each.leaf == waiter);
        });
    if (found == kLeaves.end()) {
      return unexpected(absl::StrCat(expected, " (see `pinprick kinds`)"));
    }
    out = standard(found->leaf);
    if (found->leaf == Leaf::kMachine) {
      if (peek() == "(") return parse_body(*this, body);
      body = kStandardBody;
      return absl::OkStatus();
    }
    bool count_given = false;
    bool value_given = false;
    return parse_list([&] {
      if (found->count.name != nullptr && token_ == found->count.name) {
        return parse_number(found->count, out.count, count_given);
      }
      if (found->value.name != nullptr && token_ == found->value.name) {
        return parse_number(found->value, out.value, value_given);
      }
      std::vector<std::string> known;
      for (const Parameter& each : {found->count, found->value}) {
        if (each.name != nullptr) known.push_back(absl::StrCat("`", each.name, "=`"));
      }
      return unexpected(known.empty() ? absl::StrCat("no parameters for `", found->name, "`")
                                      : absl::StrJoin(known, " or "));
    });
  }

  // With `waiter` a kind whose first leaf that is.
  absl::Status parse_kind(Kind& out, std::optional<Leaf> waiter) {
    next();
    for (const CombinatorSpec& combinator : kCombinators) {
      if (combinator.code == Combinator::kNone || token_ != combinator.name) continue;
      out.combinator = combinator.code;
      out.number = combinator.number.standard;
      if (peek() != "(") {
        next();
        return unexpected("`(` and the futures inside");
      }
      std::size_t children = 0;
      bool number_given = false;
      absl::Status status = parse_list([&] {
        if (children < combinator.arity) {
          const bool is_first = children++ == 0;
          LeafArgs& child = is_first ? out.first : out.second;
          const std::size_t begin = token_begin_;
          absl::Status leaf =
              parse_leaf(child, out.body, is_first ? waiter : std::nullopt, "a leaf");
          const bool fits = is_first ? takes_first(combinator.code, child.leaf)
                                     : takes(combinator.code, child.leaf);
          if (leaf.ok() && !fits) {
            token_begin_ = begin;
            return error(
                quote(spec(child.leaf).name),
                absl::StrCat("a leaf that `", combinator.name, "` takes: ", leaves_of(combinator)));
          }
          return leaf;
        }
        if (combinator.number.name != nullptr) {
          if (token_ == combinator.number.name) {
            return parse_number(combinator.number, out.number, number_given);
          }
          return unexpected(absl::StrCat("`", combinator.number.name, "=`"));
        }
        token_begin_ = comma_begin_;
        return error("`,`", "`)`");
      });
      if (status.ok() && children < combinator.arity) {
        return unexpected(absl::StrCat("`,` and ", combinator.arity, " futures"));
      }
      return status;
    }
    return parse_leaf(out.first, out.body, waiter, "a kind of future");
  }

  // What follows the operation, or stands on a line of its own: nothing, `# ...` or `#~ ...`.
  absl::Status parse_comment(std::optional<std::size_t> op) {
    if (position_ >= line_.size()) return absl::OkStatus();
    absl::string_view rest = line_.substr(position_);
    // An expectation may follow an ordinary comment: `# unsafe  #~ use-after-move`.
    const std::size_t mark = rest.find("#~");
    if (mark == absl::string_view::npos) return absl::OkStatus();
    position_ += mark + 2;
    next();
    return op.has_value() ? parse_expectation(static_cast<std::uint16_t>(*op)) : parse_class();
  }

  // A word of an expectation may hold hyphens: joins the tokens up to the next blank.
  absl::string_view hyphened() {
    while (position_ < line_.size() && (in_word(line_[position_]) || line_[position_] == '-')) {
      ++position_;
    }
    return token_ = line_.substr(token_begin_, position_ - token_begin_);
  }

  absl::Status parse_class() {
    hyphened();
    if (script_.program_class.has_value()) return unexpected("one class for the program");
    for (std::size_t i = 0; i < kProgramClassCount; ++i) {
      if (token_ == kProgramClassNames[i]) script_.program_class = static_cast<ProgramClass>(i);
    }
    if (!script_.program_class.has_value()) {
      return unexpected("safe, obeying, latent or manifest");
    }
    if (next().empty()) return absl::OkStatus();
    hyphened();
    if (*script_.program_class < ProgramClass::kLatent) return unexpected("the end of the line");
    for (const RuleSpec& rule : kRules) {
      if (token_ == rule.name) script_.rule = rule.rule;
    }
    if (!script_.rule.has_value()) return unexpected("the name of a rule");
    if (!next().empty()) return unexpected("the end of the line");
    return absl::OkStatus();
  }

  absl::Status parse_expectation(std::uint16_t op) {
    using What = Expectation::What;
    Expectation expectation;
    expectation.op = op;
    expectation.line = static_cast<std::uint16_t>(line_number_);
    hyphened();
    if (token_ == "pending") {
      expectation.what = What::kPending;
    } else if (token_ == "panics") {
      expectation.what = What::kPanics;
    } else if (token_ == "stalled") {
      expectation.what = What::kStalled;
    } else if (token_ == "throws") {
      expectation.what = What::kThrows;
    } else if (token_ == "moved") {
      expectation.what = What::kMoved;
    } else if (token_ == "ready") {
      expectation.what = What::kReady;
      absl::Status status = parse_list([&]() -> absl::Status {
        if (expectation.outputs.size() == kMaxOutputs) {
          token_begin_ = comma_begin_;
          return error("`,`", absl::StrCat("`)`: there are at most ", kMaxOutputs, " outputs"));
        }
        std::int64_t output = 0;
        hyphened();  // it may be negative
        if (!absl::SimpleAtoi(token_, &output)) return unexpected("a number");
        expectation.outputs.push_back(output);
        return absl::OkStatus();
      });
      if (!status.ok()) return status;
      if (expectation.outputs.empty()) {
        next();
        return unexpected("`(` and the output");
      }
    } else if (token_ == "use-after-move" || token_ == "faults") {
      expectation.what = token_ == "faults" ? What::kFaults : What::kUseAfterMove;
      if (!peek().empty()) {
        next();
        hyphened();
        for (std::size_t i = 0; i <= static_cast<std::size_t>(FaultClass::kOther); ++i) {
          if (token_ == name(static_cast<FaultClass>(i))) {
            expectation.fault = static_cast<FaultClass>(i);
          }
        }
        if (!expectation.fault.has_value()) return unexpected("the class of a fault");
        if (is_stale_access(*expectation.fault) != (expectation.what == What::kUseAfterMove)) {
          return unexpected(expectation.what == What::kFaults
                                ? "a class that is no use-after-move"
                                : "the class of a use-after-move (the others are `faults CLASS`)");
        }
      }
    } else {
      return unexpected(
          "pending, ready(N), panics, stalled, throws, moved, use-after-move or faults");
    }
    if (!next().empty()) return unexpected("the end of the line");
    script_.expectations.push_back(expectation);
    return absl::OkStatus();
  }

  absl::string_view text_;
  absl::string_view file_;
  absl::string_view line_;
  absl::string_view token_;
  std::size_t line_number_ = 0;
  std::size_t position_ = 0;
  std::size_t token_begin_ = 0;
  std::size_t comma_begin_ = 0;  // of the last `,` in a list
  Typestate typestate_;
  absl::flat_hash_map<std::string, ValueId> names_;
  Script script_;
};

char letter(ValueType type) {
  switch (type) {
    case ValueType::kFuture:
      return 'f';
    case ValueType::kBox:
      return 'b';
    case ValueType::kPinBox:
    case ValueType::kPinLocal:
    case ValueType::kPinRef:
    case ValueType::kPinElement:
    case ValueType::kPinRc:
    case ValueType::kPinRogue:
      return 'p';
    case ValueType::kBoxFuture:
      return 'd';
    case ValueType::kRc:
      return 'r';
    case ValueType::kVec:
    case ValueType::kDeque:
    case ValueType::kArray:
      return 'v';
    case ValueType::kOption:
      return 'o';
    case ValueType::kSource:
      return 's';
    case ValueType::kTask:
      return 't';
    case ValueType::kWaker:
      return 'w';
    case ValueType::kNone:
      break;
  }
  return '?';
}

std::string value_name(const Typestate& state, ValueId id) {
  return absl::StrCat(std::string(1, letter(state.value(id).type)), id);
}

// The line of the last operation applied to `state`.
std::string line_after(const Typestate& state, const Op& op) {
  const OpSpec& rules = spec(op.code);
  std::string line;
  if (rules.result != Result::kNone) {
    absl::StrAppend(&line, "let ", value_name(state, static_cast<ValueId>(state.size() - 1)),
                    " = ");
  }
  line += rules.name;
  if (op.code == OpCode::kMake) absl::StrAppend(&line, " ", to_text(op.kind));
  if (op.code == OpCode::kSource) absl::StrAppend(&line, " ", to_text(op.source));
  if (rules.operands() > 0) absl::StrAppend(&line, " ", value_name(state, op.first));
  if (rules.operands() > 1) absl::StrAppend(&line, " ", value_name(state, op.second));
  if (rules.takes_index) absl::StrAppend(&line, " ", int{op.index});
  if (op.code == OpCode::kWait && op.kind != kind_of(op.kind.first.leaf)) {
    absl::StrAppend(&line, " ", to_text(op.kind));
  }
  if (op.code == OpCode::kSignal) {
    absl::StrAppend(&line, " ", signal_name(state.value(op.first).source, op.index));
  }
  if (op.code == OpCode::kCall) {
    const GuestCall& call = guest()->calls[op.index];
    absl::StrAppend(&line, " ", call.name);
    if (call.takes_argument) absl::StrAppend(&line, " ", int{op.argument});
  }
  return line;
}

}  // namespace

std::string expectation_of(FaultClass fault) {
  return absl::StrCat(is_stale_access(fault) ? "use-after-move " : "faults ", name(fault));
}

absl::StatusOr<Script> parse(absl::string_view text, absl::string_view file) {
  return Parser(text, file).parse();
}

absl::StatusOr<Script> load(const std::string& path) {
  absl::StatusOr<std::string> text = read_file(path, kMaxFileBytes);
  if (!text.ok()) return text.status();
  return parse(*text, path);
}

std::string to_text(const Program& program, absl::Span<const std::string> notes) {
  Typestate state;
  std::string out;
  for (std::size_t i = 0; i < program.ops.size(); ++i) {
    const Op& op = program.ops[i];
    const std::size_t depth =
        state.scope_depth() - (op.code == OpCode::kCloseScope && state.scope_depth() > 0 ? 1 : 0);
    state.apply(op);
    absl::StrAppend(&out, std::string(2 * depth, ' '), line_after(state, op));
    if (i < notes.size() && !notes[i].empty()) absl::StrAppend(&out, "  ", notes[i]);
    out += '\n';
  }
  return out;
}

std::string line_of(const Program& program, std::size_t op) {
  Typestate state;
  for (std::size_t i = 0; i <= op; ++i) state.apply(program.ops[i]);
  return line_after(state, program.ops[op]);
}

std::vector<std::string> places_of(const Script& script) {
  std::vector<std::string> places;
  places.reserve(script.lines.size() + 1);
  for (std::size_t i = 0; i < script.lines.size(); ++i) {
    places.push_back(absl::StrCat("line ", script.lines[i], " (`", script.sources[i], "`)"));
  }
  places.emplace_back("the end of the program");
  return places;
}

std::vector<std::string> places_of(const Program& program) {
  std::vector<std::string> places;
  places.reserve(program.ops.size() + 1);
  Typestate state;
  for (const Op& op : program.ops) {
    state.apply(op);
    places.push_back(
        absl::StrCat("operation ", places.size() + 1, " (`", line_after(state, op), "`)"));
  }
  places.emplace_back("the end of the program");
  return places;
}

}  // namespace pinprick::harness
