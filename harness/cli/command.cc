#include "harness/cli/command.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "absl/flags/commandlineflag.h"
#include "absl/flags/flag.h"
#include "absl/flags/reflection.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "harness/base/check.h"
#include "harness/program/guest.h"

ABSL_FLAG(bool, json, false, "the last line of the output is a summary as one JSON object");

namespace pinprick::harness {
namespace {

// One flag they all take.
constexpr const char* kTypeFlag = "type";

bool takes(const Command& command, absl::string_view flag) {
  return flag == kTypeFlag ||
         std::any_of(command.flags.begin(), command.flags.end(),
                     [flag](const char* each) { return each != nullptr && flag == each; });
}

absl::Status unknown_flag(const Command& command, absl::string_view word) {
  return absl::InvalidArgumentError(absl::StrCat(command.name, ": unknown option `", word,
                                                 "`; see `pinprick ", command.name, " --help`"));
}

}  // namespace

bool Arguments::has(absl::string_view flag) const {
  return std::find(given.begin(), given.end(), flag) != given.end();
}

std::vector<std::string> Arguments::all(absl::string_view flag) const {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] == flag) found.push_back(values[i]);
  }
  return found;
}

absl::StatusOr<Arguments> parse_arguments(const Command& command,
                                          const std::vector<std::string>& words) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    // The one short name that there is.
    const bool is_output = words[i] == "-o" && takes(command, "output");
    const std::string word = is_output ? "--output" : words[i];
    if (word == "--") {
      arguments.words.insert(arguments.words.end(),
                             words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
      break;
    }
    if (word.size() < 2 || word[0] != '-') {
      arguments.words.push_back(word);
      continue;
    }
    if (!absl::StartsWith(word, "--")) return unknown_flag(command, word);
    const std::size_t equals = word.find('=');
    std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    bool negated = false;
    if (!takes(command, name) && absl::StartsWith(name, "no")) {
      name = name.substr(2);
      negated = true;
    }
    absl::CommandLineFlag* const flag =
        takes(command, name) ? absl::FindCommandLineFlag(name) : nullptr;
    if (flag == nullptr || (negated && (!flag->IsOfType<bool>() || equals != std::string::npos))) {
      return unknown_flag(command, word);
    }
    std::string value = negated ? "false" : "true";
    if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (!flag->IsOfType<bool>()) {
      if (i + 1 == words.size()) {
        return absl::InvalidArgumentError(
            absl::StrCat(command.name, ": --", name, " needs a value"));
      }
      value = words[++i];
    }
    std::string error;
    if (!flag->ParseFrom(value, &error)) {
      return absl::InvalidArgumentError(
          absl::StrCat(command.name, ": --", name, ": `", value, "` is not a value it can take"));
    }
    arguments.given.push_back(name);
    arguments.values.push_back(value);
  }
  return arguments;
}

std::string help(const Command& command) {
  std::string out = absl::StrCat("pinprick ", command.name, command.synopsis[0] == '\0' ? "" : " ",
                                 command.synopsis, "\n\n", command.about, "\n\nOptions:\n");
  std::vector<const char*> names(command.flags.begin(),
                                 std::find(command.flags.begin(), command.flags.end(), nullptr));
  names.push_back(kTypeFlag);
  for (const char* name : names) {
    const absl::CommandLineFlag* const flag = absl::FindCommandLineFlag(name);
    PINPRICK_CHECK(flag != nullptr);
    const bool is_switch = flag->IsOfType<bool>();
    const std::string standard = flag->DefaultValue();
    absl::StrAppendFormat(&out, "  --%-12s %s%s\n", absl::StrCat(name, is_switch ? "" : "=VALUE"),
                          flag->Help(),
                          is_switch || standard.empty() ? "" : absl::StrCat(" (", standard, ")"));
  }
  absl::StrAppendFormat(&out, "  --%-12s this text\n", "help");
  out +=
      "\nExit status: 0 all as predicted, 1 a finding, 2 bad usage or input, 3 the harness "
      "failed.\n";
  return out;
}

std::string indented(absl::string_view text) {
  std::string out;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    absl::StrAppend(&out, "     ", line, "\n");
  }
  return out;
}

std::string tool_command(absl::string_view subcommand) {
  return absl::StrCat(program_invocation_short_name, " ", subcommand,
                      guest() == nullptr ? "" : absl::StrCat(" --type=", guest()->name));
}

int fail(const absl::Status& status) {
  const bool ours = status.code() == absl::StatusCode::kInternal ||
                    status.code() == absl::StatusCode::kDeadlineExceeded;
  return ours ? harness_error(status.message()) : usage_error(status.message());
}

int usage_error(absl::string_view message) {
  std::fflush(stdout);
  absl::FPrintF(stderr, "pinprick: %s\n", message);
  return kExitUsage;
}

int harness_error(absl::string_view message) {
  std::fflush(stdout);
  absl::FPrintF(stderr, "pinprick: the harness failed: %s\n", message);
  return kExitHarnessFailed;
}

}  // namespace pinprick::harness
