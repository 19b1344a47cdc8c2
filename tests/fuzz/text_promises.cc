#include "tests/fuzz/text_promises.h"

#include <cstddef>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "harness/judge/expectations.h"
#include "harness/program/body.h"
#include "tests/fuzz/round_trips.h"
#include "tests/fuzz/utf8.h"

namespace pinprick::harness {
namespace {

constexpr absl::string_view kFile = "a.pin";

// The longest say which types an operand may be of, and quote two words.
constexpr std::size_t kMaxMessage = 1000;

void demand_fit_to_show(absl::string_view message) {
  demand(message.size() <= kMaxMessage, "a message is short", message.substr(0, kMaxMessage));
  for (absl::string_view rest = message; !rest.empty();) {
    const Character character = next_character(rest);
    demand(character.size > 0, "a message is valid UTF-8", message);
    demand(!is_control(character.code), "a message holds no control character", message);
    rest.remove_prefix(character.size);
  }
}

// Takes `N:` off the front.
std::size_t take_number(absl::string_view& message) {
  const absl::string_view whole = message;
  std::size_t number = 0;
  const std::size_t end = message.find(':');
  const bool is_number =
      end != absl::string_view::npos && absl::SimpleAtoi(message.substr(0, end), &number);
  demand(is_number && number > 0, "an error has line and column, counted from 1", whole);
  message.remove_prefix(end + 1);
  return number;
}

void demand_error(const absl::Status& status, const std::vector<absl::string_view>& lines) {
  demand(status.code() == absl::StatusCode::kInvalidArgument, "bad input is an invalid argument",
         status.message());
  absl::string_view message(status.message().data(), status.message().size());
  demand_fit_to_show(message);
  demand(absl::ConsumePrefix(&message, absl::StrCat(kFile, ":")), "an error names its file",
         message);
  const std::size_t line = take_number(message);
  const std::size_t column = take_number(message);
  // At the end of the file something may be missing.
  demand(line <= lines.size() + 1, "an error is of a line that is there", status.message());
  const std::size_t length = line <= lines.size() ? lines[line - 1].size() : 0;
  demand(column <= length + 1, "an error is of a column that is there", status.message());
  demand(absl::StartsWith(message, " found ") && absl::StrContains(message, ", expected "),
         "an error says what was found and what was expected", status.message());
}

void demand_places(const Script& script, const std::vector<absl::string_view>& lines) {
  const Program& program = script.program;
  demand(script.lines.size() == program.ops.size() && script.sources.size() == program.ops.size(),
         "each operation has its line", program);
  for (std::size_t i = 0; i < program.ops.size(); ++i) {
    demand(i == 0 || script.lines[i - 1] < script.lines[i], "one operation a line", program);
    const bool is_there =
        script.lines[i] <= lines.size() &&
        absl::StartsWith(absl::StripLeadingAsciiWhitespace(lines[script.lines[i] - 1]),
                         script.sources[i]);
    demand(is_there, "an operation is on the line that is said to hold it", program);
  }
  for (const Expectation& each : script.expectations) {
    demand(each.op < program.ops.size() && script.lines[each.op] == each.line,
           "an expectation is of the operation on its line", program);
  }
}

}  // namespace

void judge_text(absl::string_view text) {
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  const absl::StatusOr<Script> script = parse(text, kFile);
  if (!script.ok()) {
    demand_error(script.status(), lines);
    return;
  }
  const absl::Status valid = validate(script->program);
  demand(valid.ok(), "what parses is a valid program", valid.message());
  demand_places(*script, lines);
  demand_round_trips(script->program);
  for (const std::string& unmet : unmet_expectations(*script, kFile, Prediction(), Observation())) {
    demand_fit_to_show(unmet);
  }
}

std::vector<std::string> words_of_the_language() {
  std::vector<std::string> words = {"let ",   " = ",     "#~ ",    "pending", "ready(",
                                    "panics", "stalled", "throws", "moved",   "use-after-move ",
                                    "faults "};
  const auto add = [&words](const auto& table) {
    for (const auto& each : table) words.emplace_back(each.name == nullptr ? "" : each.name);
  };
  add(kOps);
  add(kCombinators);
  add(kLeaves);
  add(kSources);
  add(kStatements);
  add(kRules);
  for (const SourceSpec& source : kSources) {
    for (const auto& signal : source.signals)
      words.emplace_back(signal.name == nullptr ? "" : signal.name);
  }
  for (const auto& each : kProgramClassNames) words.emplace_back(each);
  for (std::size_t i = 0; i <= static_cast<std::size_t>(FaultClass::kOther); ++i) {
    words.emplace_back(name(static_cast<FaultClass>(i)));
  }
  std::erase(words, "");
  return words;
}

}  // namespace pinprick::harness
