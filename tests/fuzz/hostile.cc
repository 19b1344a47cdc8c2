#include "tests/fuzz/hostile.h"

#include <cstdint>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/base/limits.h"
#include "harness/program/bytes.h"

namespace pinprick::harness {
namespace {

using std::string_literals::operator""s;

constexpr std::size_t kMany = 100'000;
constexpr std::size_t kTenMebibytes = std::size_t{10} << 20;

constexpr const char* kTooLong = ": longer than the limit of 1048576 bytes";
constexpr const char* kNoOperation = ", expected an operation or `let`";

std::string repeated(absl::string_view text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all.append(text.data(), text.size());
  return all;
}

// Fills what is left of a file that may just be read.
std::string filled(absl::string_view before, char with, absl::string_view after) {
  return absl::StrCat(before, std::string(kMaxFileBytes - before.size() - after.size(), with),
                      after);
}

// As many operations as there may be, each of those that take the most bytes.
std::string longest_program() {
  const std::string statements = absl::StrCat("a=int 1", repeated(";read a", kMaxStatements - 1));
  return repeated(absl::StrCat("let f=make map(machine(", statements, "))\n"), kMaxOps);
}

// As bytes: scopes as deep as they may be, and more operations than there may be before they close.
std::string scopes_and_tasks() {
  Op open;
  Op close;
  Op task;
  open.code = OpCode::kOpenScope;
  close.code = OpCode::kCloseScope;
  task.code = OpCode::kTask;
  const std::vector<std::uint8_t> scope = encode(Program{{open, close}});
  const std::vector<std::uint8_t> one = encode(Program{{task}});
  // The first byte is for the parser, which is to say the same for ever. Whatever operation that
  // is, it takes some of the scopes.
  return absl::StrCat("\x01", std::string(kMaxScopeDepth + 100, static_cast<char>(scope[0])),
                      std::string(kMaxOps, static_cast<char>(one[0])));
}

std::string noise() {
  std::mt19937_64 random(1);
  std::string bytes(kMaxInputBytes + kMany, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

// No byte begins a character, or the one that it begins does not end.
HostileInput no_utf8(const char* name, std::string (*make)(), absl::string_view shown) {
  return {name, make, absl::StrCat(":1:1: found `", shown, "`", kNoOperation)};
}

std::vector<HostileInput> all_inputs() {
  return {
      // Long.
      {"ten-mebibytes-of-text", [] { return repeated("let f = make ready\n", kTenMebibytes / 19); },
       kTooLong},
      {"ten-mebibytes-of-zeros", [] { return std::string(kTenMebibytes, '\0'); }, kTooLong},
      {"ten-mebibytes-of-scopes", [] { return std::string(kTenMebibytes, '{'); }, kTooLong},
      {"a-million-operations", [] { return repeated("let t = task\n", 1'000'000); }, kTooLong},
      {"a-million-empty-lines", [] { return repeated("\n", 1'000'000); },
       ":65535:1: found more lines, expected at most 65535"},
      {"one-word", [] { return filled("", 'a', ""); },
       ":1:1: found `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...`, expected an operation or `let`"},
      {"one-name", [] { return filled("let ", 'a', " = make ready"); }, ""},
      {"one-name-twice",
       [] {
         const std::string name(kMaxFileBytes / 2 - 20, 'a');
         return absl::StrCat("let ", name, " = source event\nsignal ", name, " x");
       },
       ":2:524277: found `x`, expected a signal that "
       "`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...`, of kind `event`, has: `notify`"},
      {"one-number", [] { return filled("let f = make example(len=", '9', ")"); },
       ":1:26: found `9999999999999999999999999999999999999999...`, expected a number from 1 to "
       "64"},
      {"blanks", [] { return filled("", ' ', "}"); },
       ":1:1048576: found `}`, expected an open scope to close"},
      {"one-comment", [] { return filled("let f = make ready #", '~', ""); },
       ":1:22: found `~`, expected pending, ready(N), panics, stalled, throws, moved, "
       "use-after-move or faults"},
      {"outputs-without-end",
       [] {
         const std::string begin = "let f = make ready\npoll_unpin f  #~ ready(1";
         return begin + repeated(",1", (kMaxFileBytes - begin.size()) / 2 - 1) + ")";
       },
       ":2:27: found `,`, expected `)`: there are at most 2 outputs"},
      {"the-longest-program", longest_program, ""},
      // Deep.
      {"scopes-in-lines", [] { return repeated("{\n", kMany); },
       ":17:1: found `{`, expected no further scope: they are nested as deep as they may be"},
      {"scopes-in-a-line", [] { return std::string(kMany, '{'); },
       ":1:2: found `{`, expected the end of the line"},
      {"kinds-in-kinds", [] { return absl::StrCat("let f = make ", repeated("map(", kMany)); },
       ":1:18: found `map`, expected a leaf (see `pinprick kinds`)"},
      {"brackets", [] { return absl::StrCat("let f = make machine", std::string(kMany, '(')); },
       ":1:22: found `(`, expected a statement"},
      // Numbers.
      {"length-of-67-bits", [] { return "let f = make example(len=99999999999999999999)"s; },
       ":1:26: found `99999999999999999999`, expected a number from 1 to 64"},
      {"length-that-wraps-to-8", [] { return "let f = make example(len=18446744073709551624)"s; },
       ":1:26: found `18446744073709551624`, expected a number from 1 to 64"},
      {"length-that-wraps-to-8-in-32-bits", [] { return "let f = make example(len=4294967304)"s; },
       ":1:26: found `4294967304`, expected a number from 1 to 64"},
      {"element-of-67-bits",
       [] { return "let f = make ready\nlet v = vec f\nlet g = remove v 99999999999999999999"s; },
       ":3:18: found `99999999999999999999`, expected the number of an element"},
      {"element-that-wraps-to-0",
       [] { return "let f = make ready\nlet v = vec f\nlet g = remove v 256"s; },
       ":3:18: found `256`, expected the number of an element"},
      {"element-below-0", [] { return "let f = make ready\nlet v = vec f\nlet g = remove v -1"s; },
       ":3:18: found `-`, expected the number of an element"},
      {"permits-that-wrap-to-1", [] { return "let s = source semaphore(permits=257)"s; },
       ":1:34: found `257`, expected a number from 0 to 3"},
      {"statement-of-67-bits",
       [] { return "let f = make machine(a = bytes 99999999999999999999)"s; },
       ":1:32: found `99999999999999999999`, expected a number from 1 to 16"},
      {"skip-as-far-as-it-may",
       [] { return "let f = make machine(skip 4; await; await; await; await)"s; }, ""},
      {"skip-too-far", [] { return "let f = make machine(skip 5; await; await; await; await)"s; },
       ":1:27: found `5`, expected a number from 1 to 4"},
      {"output-above-64-bits",
       [] { return "let f = make ready\npoll_unpin f #~ ready(9223372036854775808)"s; },
       ":2:23: found `9223372036854775808`, expected a number"},
      {"output-below-64-bits",
       [] { return "let f = make ready\npoll_unpin f #~ ready(-9223372036854775809)"s; },
       ":2:23: found `-9223372036854775809`, expected a number"},
      // Bytes.
      no_utf8(
          "continuation", [] { return "\x80 f"s; }, "\\x80"),
      no_utf8(
          "continuations", [] { return std::string(kMany, '\x80'); },
          absl::StrCat(repeated("\\x80", 40), "...")),
      no_utf8(
          "cut-short", [] { return "\xe2\x82"s; }, "\\xe2\\x82"),
      no_utf8(
          "overlong", [] { return "\xc0\xaf"s; }, "\\xc0\\xaf"),
      no_utf8(
          "surrogate", [] { return "\xed\xa0\x80"s; }, "\\xed\\xa0\\x80"),
      no_utf8(
          "past-the-last", [] { return "\xf4\x90\x80\x80"s; }, "\\xf4\\x90\\x80\\x80"),
      no_utf8(
          "no-such-byte", [] { return "\xff\xfel\0e\0t\0"s; }, "\\xff"),
      no_utf8(
          "byte-order-mark", [] { return "\xef\xbb\xbf{\n}\n"s; }, "\\xef\\xbb\\xbf"),
      no_utf8(
          "control-of-latin-1",
          [] {
            return "\xc2\x9b"
                   "31m"s;
          },
          "\\xc2\\x9b"),
      no_utf8(
          "line-separator", [] { return "\xe2\x80\xa8"s; }, "\\xe2\\x80\\xa8"),
      no_utf8(
          "from-right-to-left", [] { return "\xe2\x80\xae"s; }, "\\xe2\\x80\\xae"),
      no_utf8(
          "escape", [] { return "\x1b[31m"s; }, "\\x1b"),
      {"scopes-and-tasks", scopes_and_tasks, ":1:1: found `\\x01`, expected an operation or `let`"},
      {"noise", noise, ":1:1: found `hN`, expected an operation or `let`"},
      {"zero-in-a-line", [] { return "let f\0 = make ready"s; },
       ":1:6: found `\\x00`, expected `=`"},
      {"zero-in-a-comment", [] { return "let f = make ready # \0\n#\0\x80\xff"s; }, ""},
      {"carriage-returns", [] { return "{\r\n\r\n}\r\n#\r"s; }, ""},
      {"carriage-returns-twice", [] { return "{\r\r\n}\r\r\n"s; },
       ":1:2: found `\\x0d`, expected the end of the line"},
  };
}

}  // namespace

const std::vector<HostileInput>& hostile_inputs() {
  static const std::vector<HostileInput> inputs = all_inputs();
  return inputs;
}

}  // namespace pinprick::harness
