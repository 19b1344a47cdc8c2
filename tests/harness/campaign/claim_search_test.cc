// The search for programs that show a claim to be false: it finds what lies, whatever that does to
// the process, and holds its peace of what does not.
#include "harness/campaign/claim_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "harness/campaign/claim_drill.h"
#include "harness/campaign/timeline.h"
#include "harness/campaign/trial.h"
#include "harness/program/guest.h"
#include "harness/program/text.h"
#include "harness/subject/admit.h"
#include "pinprick/check.h"

namespace pinprick::harness::claim_search_test {
namespace {

using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// Points into itself, and moves with the pointer as it is.
struct Liar {
  void set(std::uint8_t byte) { value = byte; }
  int get() const { return *pointer; }

  int value = 1;
  int* pointer = &value;
};

struct Honest {
  void set(std::uint8_t byte) { value = byte; }
  int get() const { return value; }

  int value = 1;
};

// Does to the process what it was told to.
struct Rude {
  void nod() { ++nods; }
  void act() { action(); }

  static inline void (*action)() = nullptr;
  int nods = 0;
};

class ClaimSearch : public ::testing::Test {
 protected:
  void TearDown() override { host(nullptr); }

  template <class T>
  void admit_unpin(const char* name) {
    check::type<T>(name)
        .call("set", &T::set)
        .result(&T::get)
        .claims(check::Unpin(), check::Cancellable());
    admit_last();
  }

  void admit_rude(void (*action)()) {
    Rude::action = action;
    check::type<Rude>("Rude")
        .call("nod", &Rude::nod)
        .call("act", &Rude::act)
        .claims(check::Unpin(), check::Cancellable());
    admit_last();
  }

  // Takes it out of the table, which is everybody's.
  void admit_last() {
    types_.push_back(std::move(check::registrations().back()));
    check::registrations().pop_back();
    const absl::Status status = admit(*types_.back());
    ASSERT_TRUE(status.ok()) << status;
  }

  static ClaimSearchResult search(const ClaimSearchOptions& options) {
    absl::StatusOr<ClaimSearchResult> result = search_claim(options, false);
    if (!result.ok()) {
      ADD_FAILURE() << result.status();
      return {};
    }
    return *std::move(result);
  }

  static ClaimSearchOptions within(double seconds) {
    ClaimSearchOptions options;
    options.seconds = seconds;
    return options;
  }

  static Program program_of(const std::string& text) {
    const absl::StatusOr<Script> script = parse(text, "test");
    if (!script.ok()) {
      ADD_FAILURE() << script.status();
      return {};
    }
    return script->program;
  }

 private:
  std::vector<std::unique_ptr<check::Registration>> types_;
};

constexpr double kEnough = 30;

TEST_F(ClaimSearch, FindsALiar) {
  admit_unpin<Liar>("Liar");
  const ClaimSearchResult result = search(within(kEnough));
  ASSERT_TRUE(result.finding.has_value());
  EXPECT_EQ(result.died, "");
  EXPECT_FALSE(result.interrupted);
  EXPECT_GT(result.programs, 0U);
  EXPECT_GE(result.ops, result.programs);
  EXPECT_LT(result.seconds, kEnough);
  const Bench::Trial trial = Bench().run(*result.finding);
  EXPECT_EQ(trial.verdict.kind, VerdictKind::kEscape);
  EXPECT_TRUE(trial.verdict.needs_moves);
}

TEST_F(ClaimSearch, TheSameSeedFindsTheSame) {
  admit_unpin<Liar>("Liar");
  for (const std::size_t ops_max : {0, 7}) {
    ClaimSearchOptions options = within(kEnough);
    options.ops_max = ops_max;
    options.seed = 12345;
    const ClaimSearchResult once = search(options);
    const ClaimSearchResult again = search(options);
    ASSERT_TRUE(once.finding.has_value());
    EXPECT_EQ(once.finding, again.finding);
    EXPECT_EQ(once.programs, again.programs);
    EXPECT_EQ(once.ops, again.ops);
  }
}

TEST_F(ClaimSearch, OtherSeedsFindOthers) {
  admit_unpin<Liar>("Liar");
  std::set<std::string> found;
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    ClaimSearchOptions options = within(kEnough);
    options.ops_max = 0;
    options.seed = seed;
    const ClaimSearchResult result = search(options);
    ASSERT_TRUE(result.finding.has_value());
    found.insert(to_text(*result.finding));
  }
  EXPECT_THAT(found, SizeIs(Gt(1U)));
}

TEST_F(ClaimSearch, AnHonestTypeHolds) {
  admit_unpin<Honest>("Honest");
  ClaimSearchOptions options = within(kEnough);
  options.ops_max = 4;
  options.programs_max = 20'000;
  const ClaimSearchResult result = search(options);
  EXPECT_FALSE(result.finding.has_value()) << to_text(*result.finding);
  EXPECT_EQ(result.died, "");
  EXPECT_EQ(result.programs, 20'000U);
  EXPECT_EQ(result.complete_ops, 4U);
  EXPECT_GT(result.exhausted, 0U);
  EXPECT_LT(result.exhausted, result.programs);
}

// It is made where it stays, even if it could be copied by its bytes.
TEST_F(ClaimSearch, WhatPointsIntoItselfMayStayWhereItIs) {
  check::type<Liar>("Liar")
      .call("set", &Liar::set)
      .result(&Liar::get)
      .claims(check::NeverMoves(), check::Cancellable());
  admit_last();
  ClaimSearchOptions options = within(kEnough);
  options.programs_max = 2'000;
  const ClaimSearchResult result = search(options);
  EXPECT_FALSE(result.finding.has_value()) << to_text(*result.finding);
}

TEST_F(ClaimSearch, NoMoreProgramsThanWereAskedFor) {
  admit_unpin<Honest>("Honest");
  for (const std::size_t ops_max : {0, 7}) {
    for (const std::uint64_t programs : {1, 100}) {
      ClaimSearchOptions options = within(kEnough);
      options.ops_max = ops_max;
      options.programs_max = programs;
      EXPECT_EQ(search(options).programs, programs);
    }
  }
}

TEST_F(ClaimSearch, MoreTimeMeansMoreBounds) {
  admit_unpin<Honest>("Honest");
  const ClaimSearchResult quick = search(within(0.02));
  const ClaimSearchResult slow = search(within(2));
  EXPECT_LT(quick.complete_ops, slow.complete_ops);
  EXPECT_LT(quick.exhausted, slow.exhausted);
  EXPECT_LT(quick.programs, slow.programs);
  EXPECT_GE(slow.seconds, 2);
}

constexpr const char* kClean = "let s0 = source world\nlet f1 = wait s0\ncall f1 set 3\n";
constexpr const char* kGuilty =
    "let s0 = source world\n"
    "let f1 = wait s0\n"
    "call f1 set 17\n"
    "let b3 = box f1\n"
    "let f4 = unbox b3\n"
    "let f5 = wait s0\n"
    "call f4 result\n"
    "call f5 set 1\n";

TEST_F(ClaimSearch, ThoseToBeTriedFirstComeFirst) {
  admit_unpin<Liar>("Liar");
  ClaimSearchOptions options = within(kEnough);
  options.first = {program_of(kClean), program_of(kGuilty)};
  const ClaimSearchResult result = search(options);
  EXPECT_EQ(result.programs, 2U);
  EXPECT_EQ(result.finding, options.first[1]);
}

TEST_F(ClaimSearch, IsEndedByAnInterrupt) {
  admit_unpin<Honest>("Honest");
  std::thread user([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    kill(getpid(), SIGINT);
  });
  const ClaimSearchResult result = search(within(kEnough));
  user.join();
  EXPECT_TRUE(result.interrupted);
  EXPECT_FALSE(result.finding.has_value());
  EXPECT_GT(result.programs, 0U);
  EXPECT_LT(result.seconds, kEnough / 3);
}

// --- what takes the process along ----------------------------------------------------------------

class ClaimSearchOfTheRude : public ClaimSearch {
 protected:
  void expect_death(const std::string& how) {
    const ClaimSearchResult result = search(within(kEnough));
    EXPECT_THAT(result.died, HasSubstr(how));
    ASSERT_TRUE(result.finding.has_value());
    EXPECT_TRUE(validate(*result.finding).ok());
    // The last program that was begun, and not one before it.
    EXPECT_THAT(to_text(*result.finding), HasSubstr(" act\n"));
  }

  // What goes wrong without an end of the process.
  void expect_fault(FaultClass fault) {
    const ClaimSearchResult result = search(within(kEnough));
    EXPECT_EQ(result.died, "");
    ASSERT_TRUE(result.finding.has_value());
    EXPECT_THAT(to_text(*result.finding), HasSubstr(" act\n"));
    Bench bench;
    const Bench::Trial trial = bench.run(*result.finding);
    ASSERT_TRUE(trial.observation.fault.has_value());
    EXPECT_EQ(name(trial.observation.fault->fault.kind), name(fault));
    EXPECT_FALSE(trial.verdict.needs_moves);
  }
};

TEST_F(ClaimSearchOfTheRude, Exits) {
  admit_rude([] { _exit(7); });
  expect_death("status 7");
}

// Not even if it says that all went well.
TEST_F(ClaimSearchOfTheRude, ExitsAsIfAllWereWell) {
  admit_rude([] { _exit(0); });
  expect_death("status 0");
}

TEST_F(ClaimSearchOfTheRude, KillsItself) {
  admit_rude([] { (void)raise(SIGKILL); });
  expect_death("signal 9");
}

// Takes ten seconds.
TEST_F(ClaimSearchOfTheRude, WaitsForEver) {
  admit_rude([] {
    for (;;) pause();
  });
  expect_death("waits for ever");
}

TEST_F(ClaimSearchOfTheRude, Throws) {
  admit_rude([] { throw std::runtime_error("rude"); });
  expect_fault(FaultClass::kAbort);
}

TEST_F(ClaimSearchOfTheRude, Aborts) {
  admit_rude([] { std::abort(); });
  expect_fault(FaultClass::kAbort);
}

TEST_F(ClaimSearchOfTheRude, Loops) {
  static volatile bool never = false;
  admit_rude([] {
    while (!never) {
    }
  });
  expect_fault(FaultClass::kEndlessLoop);
}

TEST_F(ClaimSearchOfTheRude, AllocatesTooMuch) {
  admit_rude([] {
    constexpr std::size_t kMany = 64;
    std::vector<std::unique_ptr<char[]>> all;
    for (std::size_t i = 0; i < kMany; ++i) {
      all.push_back(std::unique_ptr<char[]>(new char[std::size_t{16} << 20]));
    }
  });
  expect_fault(FaultClass::kOutOfMemory);
}

// --- the drill -----------------------------------------------------------------------------------

TEST(ClaimDrill, FindsEveryLie) {
  const std::size_t types = check::registrations().size();
  const absl::StatusOr<std::vector<PlantedLie>> lies = drill_of_claims();
  ASSERT_TRUE(lies.ok()) << lies.status();
  std::set<std::string> instruments;
  for (const PlantedLie& lie : *lies) {
    EXPECT_TRUE(lie.found) << lie.name;
    EXPECT_GT(lie.programs, 0U);
    EXPECT_LT(lie.programs, 1'000U);
    instruments.insert(lie.instrument);
  }
  EXPECT_THAT(instruments, SizeIs(2));
  EXPECT_EQ(guest(), nullptr);
  EXPECT_THAT(check::registrations(), SizeIs(types)) << "planted types are nobody else's";
}

// --- who lived where -----------------------------------------------------------------------------

class Timeline : public ClaimSearch {};

TEST_F(Timeline, OfALie) {
  admit_unpin<Liar>("Liar");
  EXPECT_EQ(timeline(program_of("let s0 = source world\n"
                                "let f1 = wait s0\n"
                                "call f1 set 17\n"
                                "let f3 = move f1\n"
                                "call f3 result\n")),
            "  1  let s0 = source world  | \n"
            "  2  let f1 = wait s0       | f1 lives at A (16 bytes)\n"
            "  3  call f1 set 17         | \n"
            "  4  let f3 = move f1       | f1 moves A -> B\n"
            "  5  call f3 result         | !! use-after-poison: reads 4 bytes at A + 0, where f1 "
            "has not lived since line 4\n");
}

TEST_F(Timeline, OfAVectorThatGrows) {
  admit_unpin<Honest>("Honest");
  EXPECT_EQ(timeline(program_of("let s0 = source world\n"
                                "let f1 = wait s0\n"
                                "let f2 = wait s0\n"
                                "let v3 = vec f1\n"
                                "push v3 f2\n"
                                "drop v3\n")),
            "  1  let s0 = source world  | \n"
            "  2  let f1 = wait s0       | f1 lives at A (4 bytes)\n"
            "  3  let f2 = wait s0       | f2 lives at B (4 bytes)\n"
            "  4  let v3 = vec f1        | f1 moves A -> C\n"
            "  5  push v3 f2             | f1 moves C -> D; f2 moves B -> E\n"
            "  6  drop v3                | f1 ends at D; f2 ends at E\n");
}

TEST_F(Timeline, WhatIsLeftEndsWithTheProgram) {
  admit_unpin<Honest>("Honest");
  EXPECT_EQ(timeline(program_of("let s0 = source world\nlet f1 = wait s0\n")),
            "  1  let s0 = source world  | \n"
            "  2  let f1 = wait s0       | f1 lives at A (4 bytes)\n"
            "  3  (the end)              | f1 ends at A\n");
}

TEST_F(Timeline, NamesAreThoseOfTheText) {
  admit_unpin<Honest>("Honest");
  const Program program = program_of(kGuilty);
  EXPECT_EQ(name_in_text(program, 0), "s0");
  EXPECT_EQ(name_in_text(program, 1), "f1");
  EXPECT_EQ(name_in_text(program, 4), "f4");
  EXPECT_EQ(name_in_text(program, 2), "somebody") << "a call has no name";
  EXPECT_EQ(name_in_text(program, kNoValue), "somebody");
}

}  // namespace
}  // namespace pinprick::harness::claim_search_test
