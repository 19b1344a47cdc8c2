// What each mutation makes of small programs: text in, text out. A mutation chooses, so a case says
// what must be among the results of many seeds; or what must not, where that is the point.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/harness/mutator/kit.h"

namespace pinprick::harness::mutation_cases_test {
namespace {

using mutator_kit::named;
using mutator_kit::parsed;

constexpr std::uint64_t kSeeds = 4'000;

struct Case {
  const char* mutation;
  const char* before;
  const char* after;
  const char* donor = "";
};

// All that one mutation makes of a program, as text.
std::set<std::string> results(const Case& each) {
  const Program before = parsed(each.before);
  const std::vector<Part> donor = take_apart(parsed(each.donor));
  const Mutation& mutation = named(each.mutation);
  Mutator mutator;
  const Swarm all;
  std::set<std::string> texts;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    Program program = before;
    Random random(seed);
    if (mutator.apply(mutation, program, all, random, donor)) texts.insert(to_text(program));
  }
  return texts;
}

const Case kReached[] = {
    // An operation comes in at the end, in the midst, and with what it needs.
    {"insert", "let f = make example\nlet p = box_pin f\n",
     "let f = make example\nlet p = box_pin f\npoll p\n"},
    {"insert", "let f = make example\npoll_unpinned f\n",
     "let f = make example\nlet g = move f\npoll_unpinned g\n"},
    {"insert", "let f = make example\npoll_unpinned f\n",
     "let f = make example\nlet p = box_pin f\npoll p\n"},
    {"insert", "", "let t = task\nlet w = waker t\n"},
    {"insert", "let f = make keeper\nlet p = box_pin f\n",
     "let f = make keeper\nlet p = box_pin f\nlet t = task\nlet w = waker t\npoll_with p w\n"},
    // What is made to go with another future is of its type.
    {"insert", "let f = make ready\nlet v = vec f\n",
     "let f = make ready\nlet v = vec f\nlet g = make ready\npush v g\n"},
    {"insert", "let s = source event\nlet f = wait s\nlet v = option f\n",
     "let s = source event\nlet f = wait s\nlet v = option f\nlet g = wait s\nemplace v g\n"},

    // One goes, and what it was handed is passed on.
    {"remove", "let f = make example\nlet g = move f\npoll_unpinned g\n",
     "let f = make example\npoll_unpinned f\n"},
    {"remove", "let f = make example\nlet p = box_pin f\npoll p\n",
     "let f = make example\npoll_unpinned f\n"},
    {"remove", "let f = make example\npoll_unpinned f\n", "let f = make example\n"},
    {"remove", "let f = make example\n{\npoll_unpinned f\n}\npoll_unpinned f\n",
     "let f = make example\npoll_unpinned f\npoll_unpinned f\n"},
    // Left to themselves, others go with it, or take what is there.
    {"remove", "let f = make example\nlet g = make example\nlet h = move g\npoll_unpinned h\n",
     "let f = make example\nlet g = make example\n"},

    // Part of another program comes in: on what it brings along, or on what it finds.
    {"splice", "let f = make example\npoll_unpinned f\n",
     "let f = make example\nlet g = make keeper\nlet p = box_pin g\npoll_unpinned f\n",
     "let g = make keeper\nlet p = box_pin g\n"},
    {"splice", "let f = make example\npoll_unpinned f\n",
     "let f = make example\npoll_unpinned f\nlet g = relocate f\n",
     "let g = make keeper\nlet h = relocate g\n"},
    {"splice", "let t = task\nlet u = task\n", "let t = task\nlet g = make keeper\n",
     "let g = make keeper\nlet p = box_pin g\n"},

    // The second time works on what the first has left.
    {"duplicate", "let f = make example\nlet g = move f\npoll_unpinned g\n",
     "let f = make example\nlet g = move f\nlet h = move g\npoll_unpinned h\n"},
    {"duplicate", "let f = make example\npoll_unpinned f\n",
     "let f = make example\npoll_unpinned f\npoll_unpinned f\n"},
    {"duplicate", "let f = make example\nlet p = box_pin f\n",
     "let f = make example\nlet p = box_pin f\nlet g = make example\nlet q = box_pin g\n"},
    {"duplicate", "{\nlet t = task\n}\n", "{\nlet t = task\n}\n{\nlet t = task\n}\n"},

    {"reorder", "let f = make example\nlet t = task\nlet p = box_pin f\n",
     "let t = task\nlet f = make example\nlet p = box_pin f\n"},
    {"reorder", "let f = make example\nlet t = task\nlet p = box_pin f\n",
     "let f = make example\nlet p = box_pin f\nlet t = task\n"},

    {"operand", "let f = make example\nlet g = make keeper\npoll_unpinned f\n",
     "let f = make example\nlet g = make keeper\npoll_unpinned g\n"},
    {"operand",
     "let f = make ready\nlet g = make ready\nlet h = make ready\nlet v = vec f\npush v g\n",
     "let f = make ready\nlet g = make ready\nlet h = make ready\nlet v = vec f\npush v h\n"},

    // What has no pin gets one, what has one is polled, what somebody waits for happens.
    {"go_on", "let f = make example\n", "let f = make example\nlet p = box_pin f\n"},
    {"go_on", "let f = make example\nlet p = box_pin f\n",
     "let f = make example\nlet p = box_pin f\npoll p\n"},
    {"go_on", "let s = source event\nlet f = wait s\nlet p = pin f\npoll p\n",
     "let s = source event\nlet f = wait s\nlet p = pin f\npoll p\nsignal s notify\n"},
    {"go_on", "let f = make example\nlet p = box_pin f\n",
     "let f = make example\nlet p = box_pin f\ndrop p\n"},

    // A kind comes into a combinator, out of one, gets another leaf; others of its type follow.
    {"kind", "let f = make example\n", "let f = make fuse(example)\n"},
    {"kind", "let f = make fuse(example)\n", "let f = make example\n"},
    {"kind", "let f = make example\n", "let f = make pending\n"},
    {"kind", "let f = make join(example, thrower)\n", "let f = make join(example, keeper)\n"},
    {"kind", "let f = make pending\nlet g = make pending\nswap f g\n",
     "let f = make keeper\nlet g = make keeper\nswap f g\n"},
    {"kind", "let s = source event\nlet f = wait s\n",
     "let s = source event\nlet f = wait s fuse(wait)\n"},
    {"kind", "let s = source event\nlet f = wait s fuse(wait)\nlet g = wait s\n",
     "let s = source mutex\nlet f = wait s fuse(lock)\nlet g = wait s\n"},

    {"machine", "let f = make machine(await)\n", "let f = make machine(await; await)\n"},
    {"machine", "let f = make machine(a = text 4; await; read a)\n",
     "let f = make machine(await)\n"},
    {"machine", "let f = make machine(a = text 4; await; read a)\n",
     "let f = make machine(a = text 4; b = ref a; await; read a)\n"},
    {"machine", "let f = make machine(a = text 4; await; read a)\n",
     "let f = make machine(a = text 40; await; read a)\n"},
    {"machine", "let f = make machine(a = text 4; await; read a)\n",
     "let f = make machine(a = text 4; read a; await)\n"},
    {"machine", "let f = make machine(a = int 4; b = int 5; await; read a)\n",
     "let f = make machine(a = int 4; b = int 5; await; read b)\n"},

    {"make_unsafe", "let f = make ready\nlet p = pin_new f\n",
     "let f = make ready\nlet p = pin_unchecked f\n"},
    {"make_unsafe", "let f = make ready\npoll_unpin f\n", "let f = make ready\npoll_unpinned f\n"},
    {"make_unsafe", "let f = make example\nlet g = move f\n",
     "let f = make example\nlet g = relocate f\n"},
    {"make_unsafe", "let f = make example\nlet p = pin f\ndrop p\n",
     "let f = make example\nlet p = pin f\nskip_drop p\n"},
    {"make_unsafe", "let f = make example\nlet p = box_pin f\npoll p\n",
     "let f = make example\nlet p = box_pin f\nlet g = move_out p\npoll_unpinned g\n"},
    {"make_unsafe", "let t = task\nlet w = waker t\n", "let t = task\nlet w = raw_waker t\n"},

    {"make_safe", "let f = make ready\nlet p = pin_unchecked f\npoll p\n",
     "let f = make ready\nlet p = pin_new f\npoll p\n"},
    // Not of a type that must not be: it is pinned by another road.
    {"make_safe", "let f = make example\nlet p = pin_unchecked f\npoll p\n",
     "let f = make example\nlet p = pin f\npoll p\n"},
    {"make_safe", "let f = make example\nlet p = box_pin f\nlet g = move_out p\n",
     "let f = make example\nlet p = box_pin f\n"},
    {"make_safe", "let f = make example\nlet g = relocate f\n",
     "let f = make example\nlet g = pass f\n"},

    {"scope", "let f = make example\nlet p = pin f\npoll p\n",
     "let f = make example\n{\nlet p = pin f\npoll p\n}\n"},
    {"scope", "{\nlet t = task\n}\nlet u = task\n", "let t = task\nlet u = task\n"},
    {"scope", "{\nlet t = task\n}\nlet u = task\n", "{\nlet t = task\nlet u = task\n}\n"},
    {"scope", "{\nlet t = task\nlet u = task\n}\n", "{\nlet t = task\n}\nlet u = task\n"},

    // A move goes to the other side of a poll, either way, and the poll finds its future.
    {"shift_poll", "let f = make example\npoll_unpinned f\nlet g = move f\n",
     "let f = make example\nlet g = move f\npoll_unpinned g\n"},
    {"shift_poll", "let f = make example\nlet g = move f\npoll_unpinned g\n",
     "let f = make example\npoll_unpinned f\nlet g = move f\n"},
    {"shift_poll", "let f = make example\nlet p = box_pin f\npoll p\n",
     "let f = make example\npoll_unpinned f\nlet p = box_pin f\n"},
    {"shift_poll", "let s = source event\nlet f = wait s\nlet p = pin f\npoll p\nsignal s notify\n",
     "let s = source event\nlet f = wait s\nlet p = pin f\nsignal s notify\npoll p\n"},

    {"number", "let f = make example\n", "let f = make example(len=64)\n"},
    {"number", "let f = make map(yield_n)\n", "let f = make map(yield_n, add=2)\n"},
    {"number", "let f = make then(yield_n, yield_n)\n",
     "let f = make then(yield_n, yield_n(n=0))\n"},
    {"number", "let s = source semaphore\n", "let s = source semaphore(permits=3)\n"},
    {"number", "let s = source timer\nsignal s tick\n", "let s = source timer\nsignal s leap\n"},
    {"number",
     "let f = make pending\nlet g = make pending\nlet v = array f g\nlet p = pin_element_unchecked "
     "v 0\n",
     "let f = make pending\nlet g = make pending\nlet v = array f g\nlet p = pin_element_unchecked "
     "v 1\n"},
};

TEST(MutationCases, AreReached) {
  std::set<std::string> tried;
  for (const Case& each : kReached) {
    tried.insert(each.mutation);
    const std::set<std::string> texts = results(each);
    EXPECT_TRUE(texts.contains(to_text(parsed(each.after))))
        << each.mutation << " of\n"
        << each.before << "never gives\n"
        << each.after << "but " << texts.size() << " others";
  }
  EXPECT_EQ(tried.size() + 1, kMutationCount) << "each mutation has its cases, but for `anew`";
}

// What has no place in a program is left alone.
TEST(MutationCases, NothingToChange) {
  const std::pair<const char*, const char*> cases[] = {
      {"remove", ""},
      {"remove", "let t = task\n"},  // an empty program shows nothing
      {"splice", "let t = task\n"},  // without a donor
      {"duplicate", ""},
      {"reorder", "let f = make example\nlet p = box_pin f\npoll p\n"},
      {"operand", "let f = make example\npoll_unpinned f\n"},
      {"kind", "let t = task\n"},
      {"machine", "let f = make example\n"},
      {"make_safe", "let f = make example\nlet p = box_pin f\n"},
      {"scope", ""},
      {"shift_poll", "let f = make example\nlet p = box_pin f\n"},
      {"number", "let f = make pending\n"},
  };
  for (const auto& [mutation, before] : cases) {
    EXPECT_TRUE(results({mutation, before, ""}).empty()) << mutation << " of\n" << before;
  }
}

// A `{` or a `}` alone would make another program of what it has nothing to do with.
TEST(MutationCases, DuplicateTakesBracesOnlyInPairs) {
  const std::set<std::string> texts =
      results({"duplicate", "{\nlet t = task\n}\nlet u = task\n", ""});
  EXPECT_GE(texts.size(), 5U);
  for (const std::string& text : texts) {
    std::size_t depth = 0;
    for (const Op& op : parsed(text).ops) {
      if (op.code == OpCode::kOpenScope) ++depth;
      if (op.code == OpCode::kCloseScope) --depth;
      EXPECT_LE(depth, 1U) << text;
    }
  }
}

// What is made between the poll and an operation that uses it stays before that.
TEST(MutationCases, ShiftPollPartsNothingFromWhatItUses) {
  const Case each = {
      "shift_poll",
      "let f = make example\npoll_unpinned f\nlet s = source event\nsignal s notify\n", ""};
  const std::set<std::string> texts = results(each);
  EXPECT_EQ(texts.size(), 1U);
  for (const std::string& text : texts) EXPECT_EQ(parsed(text).ops.size(), 4U) << text;
}

TEST(MutationCases, ReorderKeepsEveryOperation) {
  const Case each = {"reorder",
                     "let f = make example\nlet t = task\nlet p = box_pin f\nlet w = waker t\n"
                     "poll_with p w\npoll p\n",
                     ""};
  const std::size_t ops = parsed(each.before).ops.size();
  const std::set<std::string> texts = results(each);
  EXPECT_GE(texts.size(), 4U);
  for (const std::string& text : texts) EXPECT_EQ(parsed(text).ops.size(), ops) << text;
}

}  // namespace
}  // namespace pinprick::harness::mutation_cases_test
