// Predicates that nobody would want, on random programs: whatever they answer, what the minimiser
// promises of itself holds.
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/match.h"
#include "harness/generator/generator.h"
#include "tests/harness/minimizer/watched.h"

namespace pinprick::harness::artificial_test {
namespace {

std::uint64_t hash_of(const Program& program) {
  std::uint64_t value = 0xcbf29ce484222325ULL;
  for (const char each : to_text(program)) {
    value = (value ^ static_cast<std::uint8_t>(each)) * 0x100000001b3ULL;
  }
  return value ^ value >> 29;
}

std::size_t count(const Program& program, OpCode code) {
  std::size_t found = 0;
  for (const Op& op : program.ops) found += op.code == code ? 1 : 0;
  return found;
}

// Named, so that a failure says which.
const std::map<std::string, Watched::Keeps>& predicates() {
  static const std::map<std::string, Watched::Keeps> all = {
      {"anything", [](const Program&) { return true; }},
      {"text of that length", [](const Program& each) { return to_text(each).size() >= 80; }},
      {"an even number", [](const Program& each) { return each.ops.size() % 2 == 0; }},
      {"as many polls as moves",
       [](const Program& each) {
         return count(each, OpCode::kPoll) == count(each, OpCode::kMove);
       }},
      {"a box", [](const Program& each) { return count(each, OpCode::kBox) > 0; }},
      {"a machine",
       [](const Program& each) { return absl::StrContains(to_text(each), "machine"); }},
      {"a scope and a wait",
       [](const Program& each) {
         return count(each, OpCode::kOpenScope) > 0 && count(each, OpCode::kWait) > 0;
       }},
      {"two of three", [](const Program& each) { return hash_of(each) % 3 != 0; }},
      {"one of five", [](const Program& each) { return hash_of(each) % 5 == 0; }},
      {"one of a hundred", [](const Program& each) { return hash_of(each) % 100 == 0; }},
  };
  return all;
}

class Artificial : public testing::TestWithParam<std::size_t> {};

TEST_P(Artificial, SameTwiceAndNothingMoreTheThirdTime) {
  Generator generator(GetParam());
  int all = 0;
  for (const auto& [name, keeps] : predicates()) {
    SCOPED_TRACE(name);
    int found = 0;
    for (int i = 0; i < 400 && found < 3; ++i) {
      const Program program = generator.next(GetParam());
      if (!keeps(program)) continue;
      ++found;
      const absl::StatusOr<Minimized> result = Watched(keeps).minimize(program);
      ASSERT_TRUE(result.ok()) << result.status();
      EXPECT_TRUE(keeps(result->program));
      EXPECT_FALSE(is_smaller(program, result->program));
      const absl::StatusOr<Minimized> again = Watched(keeps).minimize(program);
      ASSERT_TRUE(again.ok());
      EXPECT_EQ(to_text(again->program), to_text(result->program));
      EXPECT_EQ(again->counts.runs, result->counts.runs);
      const absl::StatusOr<Minimized> more = Watched(keeps).minimize(result->program);
      ASSERT_TRUE(more.ok());
      EXPECT_EQ(more->is_finished, result->is_finished);
      if (!result->is_finished) continue;
      EXPECT_EQ(to_text(more->program), to_text(result->program));
      EXPECT_EQ(more->counts.steps, 0U);
    }
    all += found;
  }
  EXPECT_GE(all, 20);
}

INSTANTIATE_TEST_SUITE_P(Lengths, Artificial, testing::Values(6, 15, 30));

TEST(Artificial, AnythingIsTheProgramThatDoesNothing) {
  Generator generator(5);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(Watched([](const Program&) { return true; }).text(generator.next(60)), "");
  }
}

TEST(Artificial, OneOperation) {
  Generator generator(6);
  const auto keeps = [](const Program& each) { return count(each, OpCode::kPoll) > 0; };
  int found = 0;
  while (found < 10) {
    const Program program = generator.next(60);
    if (!keeps(program)) continue;
    ++found;
    EXPECT_EQ(Watched(keeps).text(program),
              "let f0 = make yield_n\nlet p1 = box_pin f0\npoll p1\n");
  }
}

}  // namespace
}  // namespace pinprick::harness::artificial_test
