// The byte codec and the printer: nothing is lost either way, and every byte string is a program.
#include "harness/program/bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "harness/base/limits.h"
#include "harness/generator/generator.h"
#include "harness/program/text.h"
#include "tests/harness/program/pin_files.h"

namespace pinprick::harness {
namespace {

// Both round trips; a program that fails is printed.
void expect_identity(const Program& program) {
  const std::string text = to_text(program);
  absl::StatusOr<Script> parsed = parse(text, "printed");
  ASSERT_TRUE(parsed.ok()) << parsed.status() << "\n" << text;
  ASSERT_TRUE(parsed->program == program) << text;
  ASSERT_EQ(to_text(parsed->program), text);
  Decoder decoder;
  ASSERT_TRUE(decoder.decode(encode(program)) == program) << text;
}

void expect_valid(Decoder& decoder, absl::Span<const std::uint8_t> bytes) {
  const Program& program = decoder.decode(bytes);
  const absl::Status status = validate(program);
  ASSERT_TRUE(status.ok()) << status << "\n" << to_text(program);
}

// Fixed seeds: a run that fails can be repeated.
std::mt19937_64 seeded(std::uint64_t seed) { return std::mt19937_64(seed); }

std::vector<std::uint8_t> random_bytes(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 random = seeded(seed);
  std::vector<std::uint8_t> bytes(count);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

TEST(RoundTrip, GeneratedPrograms) {
  constexpr int kPrograms = 20'000;
  Generator generator(1);
  std::size_t ops = 0;
  for (int i = 0; i < kPrograms && !HasFatalFailure(); ++i) {
    SCOPED_TRACE(testing::Message() << "seed 1, program " << i);
    const Program& program = generator.next(i % 100 == 0 ? 400 : 24);
    const absl::Status status = validate(program);
    ASSERT_TRUE(status.ok()) << status;
    expect_identity(program);
    ops += program.ops.size();
  }
  EXPECT_GE(ops, std::size_t{4} * kPrograms) << "the generator makes next to nothing";
}

TEST(RoundTrip, EveryFileOfTheRepository) {
  const std::vector<std::string> files = all_pin_files();
  EXPECT_GE(files.size(), 100U);
  for (const std::string& file : files) {
    SCOPED_TRACE(file);
    absl::StatusOr<Script> script = load(file);
    ASSERT_TRUE(script.ok()) << script.status();
    expect_identity(script->program);
  }
}

TEST(RoundTrip, LongestProgram) {
  const std::vector<std::uint8_t> bytes = random_bytes(2, kMaxInputBytes);
  Decoder decoder;
  const Program& program = decoder.decode(bytes);
  ASSERT_EQ(program.ops.size(), kMaxOps);
  expect_identity(program);
}

TEST(RoundTrip, LongestEncoding) {
  std::string body = "a = int 1";
  for (std::size_t i = 1; i < kMaxStatements; ++i) body += "; read a";
  absl::StatusOr<Script> script = parse("let f = make map(machine(" + body + "))\n", "longest");
  ASSERT_TRUE(script.ok()) << script.status();
  Program program;
  program.ops.assign(kMaxOps, script->program.ops[0]);
  EXPECT_GT(encode(program).size(), std::size_t{2} << 16);
  expect_identity(program);
}

TEST(RoundTrip, ManyLivingValuesOfOneType) {
  Program program;
  for (std::size_t i = 0; i + 1 < kMaxOps; ++i) {
    Op op;
    op.code = OpCode::kTask;
    program.ops.push_back(op);
  }
  Op last;
  last.code = OpCode::kWaker;
  last.first = static_cast<ValueId>(kMaxOps - 2);
  program.ops.push_back(last);
  ASSERT_TRUE(validate(program).ok());
  expect_identity(program);
}

TEST(RoundTrip, DeepestScopes) {
  Program program;
  for (const OpCode code : {OpCode::kOpenScope, OpCode::kCloseScope}) {
    Op op;
    op.code = code;
    program.ops.insert(program.ops.end(), kMaxScopeDepth, op);
  }
  ASSERT_TRUE(validate(program).ok());
  expect_identity(program);
}

TEST(Decoder, NoBytesIsTheEmptyProgram) {
  Decoder decoder;
  EXPECT_TRUE(decoder.decode({}).ops.empty());
  EXPECT_TRUE(encode(Program{}).empty());
}

TEST(Decoder, EveryOneAndTwoBytes) {
  Decoder decoder;
  for (unsigned first = 0; first < 256 && !HasFatalFailure(); ++first) {
    const auto a = static_cast<std::uint8_t>(first);
    expect_valid(decoder, {&a, 1});
    for (unsigned second = 0; second < 256 && !HasFatalFailure(); ++second) {
      const std::uint8_t bytes[] = {a, static_cast<std::uint8_t>(second)};
      expect_valid(decoder, bytes);
    }
  }
}

TEST(Decoder, LongRunsOfEachByte) {
  Decoder decoder;
  for (unsigned byte = 0; byte < 256 && !HasFatalFailure(); ++byte) {
    SCOPED_TRACE(byte);
    const std::vector<std::uint8_t> bytes(kMaxInputBytes, static_cast<std::uint8_t>(byte));
    expect_valid(decoder, bytes);
  }
}

TEST(Decoder, RandomBytes) {
  constexpr int kInputs = 20'000;
  std::mt19937_64 random = seeded(3);
  Decoder decoder;
  std::vector<std::uint8_t> bytes;
  for (int i = 0; i < kInputs && !HasFatalFailure(); ++i) {
    SCOPED_TRACE(testing::Message() << "seed 3, input " << i);
    bytes.resize(random() % (i % 200 == 0 ? kMaxInputBytes : 256));
    // Half of the inputs draw from few values, so that one operation comes again and again.
    const unsigned distinct = i % 2 == 0 ? 256 : 1 + static_cast<unsigned>(random() % 6);
    const auto base = static_cast<unsigned>(random());
    for (std::uint8_t& byte : bytes) {
      byte = static_cast<std::uint8_t>(base + random() % distinct * 41);
    }
    expect_valid(decoder, bytes);
  }
}

TEST(Decoder, BytesPastTheLimitChangeNothing) {
  std::vector<std::uint8_t> bytes = random_bytes(4, kMaxInputBytes);
  Decoder decoder;
  const Program program = decoder.decode(bytes);
  EXPECT_EQ(program.ops.size(), kMaxOps);
  bytes.resize(bytes.size() + 1000, 0x55);
  EXPECT_TRUE(decoder.decode(bytes) == program);
}

TEST(Decoder, KeepsNothingOfTheProgramBefore) {
  Decoder used;
  Generator generator(5);
  for (int i = 0; i < 200; ++i) {
    const std::vector<std::uint8_t> bytes = encode(generator.next(30));
    Decoder fresh;
    EXPECT_TRUE(used.decode(bytes) == fresh.decode(bytes));
  }
}

TEST(Encoder, KeepsNothingOfTheProgramBefore) {
  Encoder used;
  Generator generator(7);
  for (int i = 0; i < 200; ++i) {
    const Program program = generator.next(30);
    EXPECT_EQ(used.encode(program), encode(program));
  }
}

TEST(Encoder, SaysWhereEachOperationEnds) {
  Encoder encoder;
  Decoder decoder;
  Generator generator(8);
  for (int i = 0; i < 200; ++i) {
    const Program program = generator.next(20);
    const std::vector<std::uint8_t> bytes = encoder.encode(program);
    ASSERT_EQ(encoder.ends().size(), program.ops.size());
    for (std::size_t op = 0; op < program.ops.size(); ++op) {
      const absl::Span<const std::uint8_t> beginning(bytes.data(), encoder.ends()[op]);
      // What is open there is closed behind it.
      const Program& read = decoder.decode(beginning);
      ASSERT_GT(read.ops.size(), op);
      EXPECT_TRUE(std::equal(program.ops.begin(), program.ops.begin() + op + 1, read.ops.begin()));
    }
  }
}

// "A changed byte mostly changes one operation": the others keep their place.
TEST(Decoder, ACutInputGivesTheSameBeginning) {
  Generator generator(6);
  for (int i = 0; i < 200; ++i) {
    const Program program = generator.next(20);
    std::vector<std::uint8_t> bytes = encode(program);
    if (bytes.empty()) continue;
    bytes.pop_back();
    Decoder decoder;
    const Program& shorter = decoder.decode(bytes);
    for (std::size_t op = 0; op + 1 < program.ops.size(); ++op) {
      if (op >= shorter.ops.size()) break;
      if (shorter.ops[op].code == OpCode::kCloseScope) break;  // the end closes what is open
      EXPECT_TRUE(shorter.ops[op] == program.ops[op]) << to_text(program) << "\n" << op;
    }
  }
}

}  // namespace
}  // namespace pinprick::harness
