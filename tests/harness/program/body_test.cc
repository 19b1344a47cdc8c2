// Bodies of machines: text and bytes and back, and what the borrow checker lets through.
#include "harness/program/body.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "harness/program/bytes.h"
#include "harness/program/coroutines.h"
#include "harness/program/text.h"

namespace pinprick::harness {
namespace {

absl::StatusOr<Script> parsed(const std::string& body) {
  return parse(absl::StrCat("let f = make machine(", body, ")\n"), "f");
}

std::string refusal(const std::string& body) {
  const absl::StatusOr<Script> script = parsed(body);
  return script.ok() ? "" : std::string(script.status().message());
}

TEST(Body, TextIsPrintedAsItWasRead) {
  for (const char* body : kCoroutines) {
    const absl::StatusOr<Script> script = parsed(body);
    ASSERT_TRUE(script.ok()) << script.status();
    EXPECT_EQ(to_text(script->program.ops[0].kind.body), body);
  }
}

TEST(Body, StandardBodyIsNotPrinted) {
  const absl::StatusOr<Script> script = parse("let f = make machine\n", "f");
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_EQ(script->program.ops[0].kind.body, kStandardBody);
  EXPECT_TRUE(is_valid(kStandardBody));
  EXPECT_EQ(to_text(script->program), "let f0 = make machine\n");
}

TEST(Body, NamesAreFree) {
  const absl::StatusOr<Script> script = parsed("data = bytes 8; await = ref data; read await");
  ASSERT_TRUE(script.ok()) << script.status();
  EXPECT_EQ(to_text(script->program.ops[0].kind.body), "a = bytes 8; b = ref a; read b");
}

TEST(Body, ErrorsSayWhereAndWhatWasExpected) {
  EXPECT_EQ(refusal(""), "f:1:22: found `)`, expected a statement");
  EXPECT_EQ(refusal("jump"), "f:1:22: found `jump`, expected a statement");
  EXPECT_EQ(refusal("bytes 8"), "f:1:22: found `bytes`, expected a statement");
  EXPECT_EQ(refusal("a = read"), "f:1:26: found `read`, expected what makes a local");
  EXPECT_EQ(refusal("a = bytes 17"), "f:1:32: found `17`, expected a number from 1 to 16");
  EXPECT_EQ(refusal("read a"), "f:1:27: found `a`, expected a local that was made before");
  EXPECT_EQ(refusal("a = int 1; a = int 2"),
            "f:1:33: found `a`, expected a name that is not taken");
  EXPECT_EQ(refusal("a = int 1; follow a"),
            "f:1:40: found `a`, expected a local of a type that the statement takes");
  EXPECT_EQ(refusal("a = text 1; drop a; read a"),
            "f:1:47: found `a`, expected a local that is certainly alive");
  EXPECT_EQ(refusal("a = text 1; b = ref a; drop a; read b"),
            "f:1:58: found `b`, expected a reference to a local that is certainly alive");
  EXPECT_EQ(refusal("a = text 1; b = guard a; drop a"),
            "f:1:52: found `a`, expected a local that no guard looks at");
  EXPECT_EQ(refusal("a = node 1; link a a"),
            "f:1:41: found `a`, expected another node than the first");
  EXPECT_EQ(refusal("skip 1; a = int 1"),
            "f:1:38: found `1`, expected a statement that makes no local, where a `skip` may jump "
            "over it");
  EXPECT_EQ(refusal("skip 2; await"),
            "f:1:35: found `)`, expected `;` and 1 more statements for `skip`");
  EXPECT_EQ(refusal("await,"), "f:1:27: found `,`, expected `;` or `)`");
}

TEST(Body, DroppedWhereItMayBeJumpedOverIsGone) {
  EXPECT_NE(refusal("a = text 1; skip 1; drop a; read a"), "");
  EXPECT_NE(refusal("a = text 1; b = guard a; skip 1; drop b; drop a"), "") << "it may live still";
  EXPECT_EQ(refusal("a = text 1; b = guard a; drop b; drop a"), "");
}

TEST(Body, LimitsAreEnforced) {
  std::string body = "await";
  for (std::size_t i = 1; i < kMaxStatements; ++i) body += "; await";
  EXPECT_EQ(refusal(body), "");
  EXPECT_NE(refusal(body + "; await"), "");
  body = "a = int 1; b = int 1; c = int 1; d = int 1; e = int 1; f = int 1";
  EXPECT_EQ(refusal(body), "");
  EXPECT_NE(refusal(body + "; g = int 1"), "");
}

// A machine from random bytes is valid, and survives bytes and text; every statement comes up.
TEST(Body, RandomBytesGoRound) {
  std::mt19937_64 random(5);
  Decoder decoder;
  std::set<StatementCode> seen;
  std::size_t machines = 0;
  for (int i = 0; i < 60'000; ++i) {
    std::vector<std::uint8_t> bytes(2 + random() % 40);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    const Program program = decoder.decode(bytes);
    ASSERT_TRUE(validate(program).ok());
    for (const Op& op : program.ops) {
      for (const Statement& statement : op.kind.body) seen.insert(statement.code);
      machines += op.kind.body.count > 0 ? 1 : 0;
    }
    ASSERT_EQ(decoder.decode(encode(program)), program);
    const absl::StatusOr<Script> script = parse(to_text(program), "f");
    ASSERT_TRUE(script.ok()) << script.status() << "\n" << to_text(program);
    ASSERT_EQ(script->program, program);
  }
  EXPECT_GT(machines, 1000U);
  EXPECT_EQ(seen.size(), kStatementCount);
}

// The compiler's bodies use every statement too.
TEST(Body, CoroutinesUseEveryStatement) {
  std::set<StatementCode> seen;
  for (std::size_t i = 0; i < kCoroutines.size(); ++i) {
    EXPECT_TRUE(is_valid(coroutine_body(i)));
    for (const Statement& statement : coroutine_body(i)) seen.insert(statement.code);
  }
  EXPECT_EQ(seen.size(), kStatementCount);
}

TEST(Body, CppText) {
  EXPECT_EQ(to_cpp(coroutine_body(5), "f"),
            "// a = text 4; b = deref a; await; read b; await; write b; read a\n"
            "Co<Int> f([[maybe_unused]] Identity who) {\n"
            "  Int output = 0;\n"
            "  [[maybe_unused]] Local<Text> a(who, 0, text(4));\n"
            "  [[maybe_unused]] auto const b = opaque(deref(*a));\n"
            "  co_await yield_now();\n"
            "  output += read(b);\n"
            "  co_await yield_now();\n"
            "  write(b);\n"
            "  output += read(*a);\n"
            "  co_return output;\n"
            "}\n");
}

}  // namespace
}  // namespace pinprick::harness
