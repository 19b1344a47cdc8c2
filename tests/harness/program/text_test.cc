// Programs as text: each error with its place and words, and what a file may look like.
#include "harness/program/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "harness/base/file.h"
#include "harness/base/limits.h"

namespace pinprick::harness {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Error {
  const char* text;
  const char* message;  // without the file name
};

constexpr Error kErrors[] = {
    // What is not an operation at all.
    {"polll f", "1:1: found `polll`, expected an operation or `let`"},
    {"\n  \n\tpolll f", "3:2: found `polll`, expected an operation or `let`"},
    {"= f", "1:1: found `=`, expected an operation or `let`"},
    {"\x01", "1:1: found `\\x01`, expected an operation or `let`"},
    {"\xb6 f", "1:1: found `\\xb6`, expected an operation or `let`"},
    {"\xc2\x9b f", "1:1: found `\\xc2\\x9b`, expected an operation or `let`"},
    {"\xc3\xb6 f", "1:1: found `\xc3\xb6`, expected an operation or `let`"},
    {"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee",
     "1:1: found `aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd...`, expected an operation or `let`"},
    {"let", "1:4: found the end of the line, expected a name"},
    {"let = make ready", "1:5: found `=`, expected a name"},
    {"let 1f = make ready", "1:5: found `1f`, expected a name"},
    {"let f make ready", "1:7: found `make`, expected `=`"},
    {"let f = mak ready", "1:9: found `mak`, expected an operation"},
    {"let f = # make ready", "1:9: found the end of the line, expected an operation"},
    // Kinds.
    {"let f = make",
     "1:13: found the end of the line, expected a kind of future (see `pinprick kinds`)"},
    {"let f = make exampel",
     "1:14: found `exampel`, expected a kind of future (see `pinprick kinds`)"},
    {"let f = make map(exampel)", "1:18: found `exampel`, expected a leaf (see `pinprick kinds`)"},
    {"let f = make map(map(example))", "1:18: found `map`, expected a leaf (see `pinprick kinds`)"},
    {"let f = make example(len=0)", "1:26: found `0`, expected a number from 1 to 64"},
    {"let f = make example(len=65)", "1:26: found `65`, expected a number from 1 to 64"},
    {"let f = make example(len=99999999999999)",
     "1:26: found `99999999999999`, expected a number from 1 to 64"},
    {"let f = make yield_n(n=-1)", "1:24: found `-`, expected a number from 0 to 8"},
    {"let f = make yield_n(value=256)", "1:28: found `256`, expected a number from 0 to 255"},
    {"let f = make example(width=1)", "1:22: found `width`, expected `len=` or `first=`"},
    {"let f = make ready(n=1)", "1:20: found `n`, expected `value=`"},
    {"let f = make pending(n=1)", "1:22: found `n`, expected no parameters for `pending`"},
    {"let f = make example(len=1", "1:27: found the end of the line, expected `,` or `)`"},
    {"let f = make example(len 1)", "1:26: found `1`, expected `=`"},
    {"let f = make example()", "1:22: found `)`, expected `len=` or `first=`"},
    {"let f = make map", "1:17: found the end of the line, expected `(` and the futures inside"},
    {"let f = make join(example)", "1:26: found `)`, expected `,` and 2 futures"},
    {"let f = make join(example, ready)",
     "1:28: found `ready`, expected a leaf that `join` takes: yield_n, example, keeper, liar, "
     "thrower"},
    {"let f = make packed(ready)",
     "1:21: found `ready`, expected a leaf that `packed` takes: yield_n, example, keeper, liar, "
     "thrower"},
    {"let f = make packed(example, add=1)", "1:28: found `,`, expected `)`"},
    {"let f = make join(example, example, example)", "1:35: found `,`, expected `)`"},
    {"let f = make then(example, example,)", "1:35: found `,`, expected `)`"},
    {"let f = make map(example, sub=1)", "1:27: found `sub`, expected `add=`"},
    {"let f = make map(example,)", "1:26: found `)`, expected `add=`"},
    // Operands.
    {"poll",
     "1:5: found the end of the line, expected a pinned box or a pin of a local or a borrowed pin "
     "or a borrowed pin of an element or an erased future or a pinned rogue pointer"},
    {"drop =",
     "1:6: found `=`, expected a future or a box or a pinned box or a pin of a local or a borrowed "
     "pin or a borrowed pin of an element or an erased future or a shared pointer or a pinned "
     "shared pointer or a pinned rogue pointer or a vec or a deque or an array or an option or a "
     "task or a waker or a source"},
    {"let w = waker t", "1:15: found `t`, which names no value, expected a task"},
    {"let t = task\nlet b = box t", "2:13: found `t`, a task, expected a future"},
    {"let f = make ready\nlet v = vec f\nlet t = task\npush v t",
     "4:8: found `t`, a task, expected a future"},
    {"let t = task\nlet w = waker t\ndrop w\nwake w",
     "4:6: found `w`, a waker, expected a value that is still there: it was moved, "
     "dropped, or its borrow has ended"},
    {"{\nlet t = task\n}\ndrop t",
     "4:6: found `t`, a task, expected a value that is still there: it was moved, "
     "dropped, or its borrow has ended"},
    {"let f = make example\nlet p = pin_new f",
     "2:17: found `f`, a future, expected a future that claims Unpin"},
    {"let f = make ready\nlet g = make pending\nswap f g",
     "3:8: found `g`, a future, expected a future of the same type as the other"},
    {"let f = make ready\nswap f f",
     "2:8: found `f`, a future, expected another value than the first"},
    {"let f = make ready\nlet p = pin_new f\nswap f p",
     "3:8: found `p`, a borrowed pin, expected a value of which the other does not borrow, "
     "nor it of the other"},
    {"let f = make ready\nlet v = vec f\nlet p = pin_element_unchecked v",
     "3:32: found the end of the line, expected the number of an element"},
    {"let f = make ready\nlet v = vec f\nlet p = pin_element_unchecked v x",
     "3:33: found `x`, expected the number of an element"},
    {"let f = make ready\nlet v = vec f\nlet p = pin_element_unchecked v 256",
     "3:33: found `256`, expected the number of an element"},
    {"let f = make ready\nlet v = vec f\nlet p = pin_element_unchecked v 1",
     "3:33: found `1`, expected the number of an element that is there"},
    {"let f = make ready\nlet v = vec f\nlet f = pop v\nlet f = pop v",
     "4:13: found `v`, a vec, expected a row that has the element"},
    {"let aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee = source event\n"
     "signal aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee x",
     "2:59: found `x`, expected a signal that `aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd...`, of "
     "kind `event`, has: `notify`"},
    // Around the operation.
    {"let f = make ready\nbox f",
     "2:1: found `box`, expected `let NAME =` before it, since it gives a value"},
    {"let t = task\nlet u = drop t", "2:9: found `drop`, expected an operation that gives a value"},
    {"let f = make ready extra", "1:20: found `extra`, expected the end of the line"},
    {"let t = task\rdrop t", "1:13: found `\\x0d`, expected the end of the line"},
    {"{ }", "1:3: found `}`, expected the end of the line"},
    {"}", "1:1: found `}`, expected an open scope to close"},
    {"{\n{\n}\n", "4:1: found the end of the file, expected `}` for each open scope"},
    // Expectations.
    {"let f = make ready\npoll_unpin f #~ redy(1)",
     "2:17: found `redy`, expected pending, ready(N), panics, stalled, throws, moved, "
     "use-after-move or faults"},
    {"let f = make ready #~",
     "1:22: found the end of the line, expected pending, ready(N), panics, stalled, throws, moved, "
     "use-after-move or faults"},
    {"let f = make ready\npoll_unpin f #~ ready(x)", "2:23: found `x`, expected a number"},
    {"let f = make ready\npoll_unpin f #~ ready(1",
     "2:24: found the end of the line, expected `,` or `)`"},
    {"let f = make ready\npoll_unpin f #~ ready(1, 2, 3)",
     "2:27: found `,`, expected `)`: there are at most 2 outputs"},
    {"let f = make ready\npoll_unpin f #~ pending now",
     "2:25: found `now`, expected the end of the line"},
    {"let f = make ready\npoll_unpin f #~ use-after-move boom",
     "2:32: found `boom`, expected the class of a fault"},
    {"#~", "1:3: found the end of the line, expected safe, obeying, latent or manifest"},
    {"#~ unsafe", "1:4: found `unsafe`, expected safe, obeying, latent or manifest"},
    {"#~ safe\n#~ safe", "2:4: found `safe`, expected one class for the program"},
    {"#~ safe move", "1:9: found `move`, expected the end of the line"},
    {"#~ latent shove", "1:11: found `shove`, expected the name of a rule"},
    {"#~ latent false-unpin take", "1:23: found `take`, expected the end of the line"},
};

TEST(Text, Errors) {
  for (const Error& error : kErrors) {
    const absl::StatusOr<Script> script = parse(error.text, "a.pin");
    EXPECT_EQ(script.status().code(), absl::StatusCode::kInvalidArgument) << error.text;
    EXPECT_EQ(std::string(script.status().message()), absl::StrCat("a.pin:", error.message))
        << error.text;
  }
}

std::string repeated(const char* line, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += line;
  return text;
}

std::string message_of(const std::string& text, const char* file) {
  return std::string(parse(text, file).status().message());
}

TEST(Text, TooManyOperations) {
  EXPECT_TRUE(parse(repeated("let t = task\n", kMaxOps), "a.pin").ok());
  EXPECT_EQ(message_of(repeated("let t = task\n", kMaxOps + 1), "a.pin"),
            "a.pin:4097:9: found `task`, expected no further operation: the program has as "
            "many as there may be");
}

TEST(Text, ScopesTooDeep) {
  EXPECT_TRUE(
      parse(repeated("{\n", kMaxScopeDepth) + repeated("}\n", kMaxScopeDepth), "a.pin").ok());
  EXPECT_EQ(message_of(repeated("{\n", kMaxScopeDepth + 1), "a.pin"),
            "a.pin:17:1: found `{`, expected no further scope: they are nested as deep as "
            "they may be");
}

TEST(Text, RowFull) {
  const std::string text = "let f = make ready\nlet v = vec f\n" +
                           repeated("let f = make ready\npush v f\n", kMaxRowLength);
  EXPECT_EQ(message_of(text, "a.pin"),
            absl::StrCat("a.pin:", 2 + 2 * kMaxRowLength,
                         ":6: found `v`, a vec, expected a row that is not full"));
}

TEST(Text, TooManyLines) {
  EXPECT_TRUE(parse(repeated("\n", 65535), "a.pin").ok());
  EXPECT_THAT(std::string(parse(repeated("\n", 65536), "a.pin").status().message()),
              HasSubstr("found more lines, expected at most 65535"));
}

TEST(Text, FileTooLong) {
  const std::string path = absl::StrCat(testing::TempDir(), "/long.", getpid(), ".pin");
  ASSERT_TRUE(write_file(path, std::string(kMaxFileBytes, '#')).ok());
  EXPECT_TRUE(load(path).ok());
  ASSERT_TRUE(write_file(path, std::string(kMaxFileBytes + 1, '#')).ok());
  const absl::Status status = load(path).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr(path));
  std::remove(path.c_str());
}

TEST(Text, NoSuchFile) {
  EXPECT_EQ(load("/nowhere/a.pin").status().code(), absl::StatusCode::kNotFound);
}

// Text as it may be written, and as it is printed.
TEST(Text, CanonicalForm) {
  constexpr const char* kWritten =
      "# A comment, then an empty line.\r\n"
      "\r\n"
      "let poll=make join( yield_n( value=7,n=1 ) ,example(first=1,len=8))#without a blank\r\n"
      "let _p9 = box_pin poll\n"
      "{\n"
      "poll _p9 # a name may be an operation's\n"
      "\t{\n"
      "let v = make map(ready, add=1)\n"
      "  let v = vec v # bound again\n"
      "let e = pin_element_unchecked v 000\n"
      "}\n"
      "}";
  constexpr const char* kPrinted =
      "let f0 = make join(yield_n(value=7), example)\n"
      "let p1 = box_pin f0\n"
      "{\n"
      "  poll p1\n"
      "  {\n"
      "    let f5 = make map(ready)\n"
      "    let v6 = vec f5\n"
      "    let p7 = pin_element_unchecked v6 0\n"
      "  }\n"
      "}\n";
  absl::StatusOr<Script> script = parse(kWritten, "a.pin");
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_EQ(to_text(script->program), kPrinted);
  EXPECT_THAT(script->lines, ElementsAre(3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
  EXPECT_FALSE(script->states_something());
  EXPECT_EQ(line_of(script->program, 7), "let p7 = pin_element_unchecked v6 0");
}

TEST(Text, TheEmptyFileIsAProgram) {
  for (const char* text : {"", "\n", "# nothing", " \t\r\n#"}) {
    absl::StatusOr<Script> script = parse(text, "a.pin");
    ASSERT_TRUE(script.ok()) << script.status();
    EXPECT_TRUE(script->program.ops.empty());
  }
}

TEST(Text, Expectations) {
  absl::StatusOr<Script> script = parse(
      "#~ manifest false-unpin\n"
      "let f = make liar  # a comment without any\n"
      "poll_unpin f  # comment, then #~ pending\n"
      "poll_unpin f #~ready(1, 20)\n"
      "poll_unpin f #~ ready(-3)\n"
      "poll_unpin f #~ panics\n"
      "poll_unpin f #~ stalled\n"
      "poll_unpin f #~ throws\n"
      "poll_unpin f #~ moved\n"
      "poll_unpin f #~ use-after-move\n"
      "poll_unpin f #~ use-after-move heap-use-after-free\n",
      "a.pin");
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_TRUE(script->states_something());
  EXPECT_EQ(script->program_class, ProgramClass::kManifest);
  EXPECT_EQ(script->rule, Rule::kFalseUnpin);
  using What = Expectation::What;
  constexpr What kWhats[] = {What::kPending, What::kReady,        What::kReady,
                             What::kPanics,  What::kStalled,      What::kThrows,
                             What::kMoved,   What::kUseAfterMove, What::kUseAfterMove};
  ASSERT_EQ(script->expectations.size(), std::size(kWhats));
  for (std::size_t i = 0; i < std::size(kWhats); ++i) {
    EXPECT_EQ(script->expectations[i].what, kWhats[i]) << i;
    EXPECT_EQ(script->expectations[i].op, i + 1);
    EXPECT_EQ(script->expectations[i].line, i + 3);
  }
  EXPECT_THAT(script->expectations[1].outputs, ElementsAre(1, 20));
  EXPECT_THAT(script->expectations[2].outputs, ElementsAre(-3));
  EXPECT_EQ(script->expectations[7].fault, std::nullopt);
  EXPECT_EQ(script->expectations[8].fault, FaultClass::kHeapUseAfterFree);
}

TEST(Text, NotesAreReadAgain) {
  absl::StatusOr<Script> script = parse("let f = make ready\npoll_unpin f\n", "a.pin");
  ASSERT_TRUE(script.ok());
  const std::string text =
      to_text(script->program, std::vector<std::string>{"", "# one  #~ ready(1)"});
  EXPECT_EQ(text, "let f0 = make ready\npoll_unpin f0  # one  #~ ready(1)\n");
  absl::StatusOr<Script> again = parse(text, "a.pin");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->program == script->program);
  EXPECT_EQ(again->expectations.size(), 1U);
}

TEST(Text, EveryKindIsReadBack) {
  for (std::size_t shape = 0; shape < kShapeCount; ++shape) {
    const Kind kind = standard_kind(static_cast<Shape>(shape));
    EXPECT_EQ(kind.shape(), shape);
    if (!is_makeable(kind.first.leaf)) continue;
    absl::StatusOr<Script> script =
        parse(absl::StrCat("let f = make ", shape_name(static_cast<Shape>(shape))), "a.pin");
    ASSERT_TRUE(script.ok()) << script.status();
    EXPECT_TRUE(script->program.ops[0].kind == kind) << shape_name(static_cast<Shape>(shape));
  }
}

}  // namespace
}  // namespace pinprick::harness
