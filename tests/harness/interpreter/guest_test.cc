// A user's type in the interpreter: that each operation does to it what it says, and no more, and
// that whatever it does to the process is over with the program.
#include "harness/program/guest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "harness/base/limits.h"
#include "harness/interpreter/interpreter.h"
#include "harness/interpreter/ledger.h"
#include "harness/interpreter/still.h"
#include "harness/program/text.h"
#include "harness/subject/admit.h"
#include "harness/subject/guest.h"
#include "harness/subject/recorder.h"
#include "pinprick/check.h"
#include "tests/harness/program/guest_programs.h"

namespace pinprick::harness::guest_interpreter_test {
namespace {

using ::testing::ElementsAre;

// --- What becomes of a guest, word for word ------------------------------------------------------

struct Word {
  std::uint16_t op = 0;
  const char* what = "";
  int who = -1;
  int number = -1;
};

// In the order in which it came, and with the operation under way. It allocates nothing, as what it
// watches is counted.
struct Log {
  std::array<Word, 512> words = {};
  std::size_t size = 0;
  int guests = 0;
  int worlds = 0;

  void add(const char* what, int who = -1, int number = -1) {
    if (size < words.size()) words[size++] = {recorder().op(), what, who, number};
  }
  std::string text(std::size_t op) const {
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
      const Word& word = words[i];
      if (word.op != op) continue;
      absl::StrAppend(&text, text.empty() ? "" : " ", word.what);
      if (word.who >= 0) absl::StrAppend(&text, word.who);
      if (word.number >= 0) absl::StrAppend(&text, "(", word.number, ")");
    }
    return text;
  }
  std::size_t count(const std::string& what) const {
    return static_cast<std::size_t>(
        std::count_if(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(size),
                      [&](const Word& word) { return what == word.what; }));
  }
};
Log the_log;

// What has been moved out of is nobody.
constexpr int kNobody = -1;

struct World {
  World() { ++the_log.worlds; }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() {
    --the_log.worlds;
    the_log.add("world", kNobody, guests);
  }
  int tell() {
    the_log.add("told");
    return ++told;
  }
  int told = 0;
  int guests = 0;
};

// Honest: it moves freely, and what it holds on the heap moves along.
class Logged {
 public:
  Logged(World& world, std::uint8_t argument)
      : world_(&world), who_(the_log.guests++), sum_(new int(argument)) {
    ++world_->guests;
    the_log.add("make", who_, argument);
  }
  Logged(Logged&& other) noexcept
      : world_(other.world_),
        who_(std::exchange(other.who_, kNobody)),
        sum_(std::exchange(other.sum_, nullptr)) {
    the_log.add("move", who_);
  }
  Logged& operator=(Logged&& other) noexcept {
    the_log.add("over", who_);
    the_log.add("assign", other.who_);
    end();
    world_ = other.world_;
    who_ = std::exchange(other.who_, kNobody);
    sum_ = std::exchange(other.sum_, nullptr);
    return *this;
  }
  ~Logged() {
    the_log.add(who_ == kNobody ? "husk" : "drop", who_);
    end();
  }

  int feed(std::uint8_t byte) {
    the_log.add("feed", who_, byte);
    return *sum_ += byte;
  }
  void poll(World& world) {
    the_log.add("poll", who_, world.told);
    *sum_ += world.told;
  }
  int sum() const { return *sum_; }

 private:
  void end() {
    if (who_ == kNobody) return;
    --world_->guests;
    delete sum_;
  }

  World* world_;
  int who_;
  int* sum_;
};

// The same, but for its assignment.
struct Constructed : Logged {
  using Logged::Logged;
  Constructed(Constructed&&) noexcept = default;
  Constructed& operator=(Constructed&&) = delete;
};

template <class T, class... Claims>
const check::Registration& logged(const char* name, Claims... claims) {
  check::type<T, World>(name)
      .make([](World& world, std::uint8_t argument) { return T(world, argument); })
      .call("feed", &T::feed)
      .call("poll", [](T& self, World& world) { self.poll(world); })
      .event("tell", &World::tell)
      .result(&T::sum)
      .claims(claims...);
  return *check::registrations().back();
}

const check::Registration& free_one() {
  static const check::Registration& type =
      logged<Logged>("Logged", check::Unpin(), check::Relocatable());
  return type;
}
const check::Registration& held_one() {
  static const check::Registration& type = logged<Logged>("Held", check::PinnedAfterFirstPoll());
  return type;
}
const check::Registration& droppable_one() {
  static const check::Registration& type =
      logged<Logged>("Droppable", check::PinnedAfterFirstPoll(), check::Cancellable());
  return type;
}
const check::Registration& constructed_one() {
  static const check::Registration& type = logged<Constructed>("Constructed", check::Unpin());
  return type;
}

class GuestRun : public testing::Test {
 protected:
  void SetUp() override { the_log = Log(); }
  void TearDown() override {
    host(nullptr);
    Ledger::get().set_limit(kMaxProgramBytes);
  }

  // Behind a world `w` and two guests, `f` and `g`: so operation 3 is the first of `text`.
  Program program_of(const std::string& text) {
    const absl::StatusOr<Script> script =
        parse(absl::StrCat("let w = source world\nlet f = wait w guest(argument=1)\n"
                           "let g = wait w guest(argument=2)\n",
                           text),
              "program");
    EXPECT_TRUE(script.ok()) << script.status() << "\n" << text;
    return script.ok() ? script->program : Program();
  }
  // What it leaves in the log.
  const Observation& run(const std::string& text) {
    the_log = Log();
    program_ = program_of(text);
    const Observation& seen = interpreter_.observe(program_);
    EXPECT_FALSE(seen.fault.has_value()) << text << name(seen.fault->fault.kind);
    return seen;
  }
  std::string end() const { return the_log.text(program_.ops.size()); }

  Interpreter interpreter_;
  Program program_;
};

struct Case {
  OpCode code;
  const char* text;  // the last line is what is looked at
  const char* log;   // ... what it does to guests
  const char* end;   // ... and the end of the program
};

constexpr Case kCases[] = {
    {OpCode::kWait, "let h = wait w guest(argument=9)\n", "make2(9)", "drop2 drop1 drop0 world(0)"},
    {OpCode::kCall, "call g feed 17\n", "feed1(17)", "drop1 drop0 world(0)"},
    {OpCode::kCall, "let b = box g\ncall b feed 255\n", "feed1(255)", "drop1 drop0 world(0)"},
    {OpCode::kCall, "let v = vec g\npush v f\ncall v feed 5\n", "feed0(5)", "drop1 drop0 world(0)"},
    {OpCode::kCall, "let a = array f g\ncall a poll\n", "poll1(0)", "drop0 drop1 world(0)"},
    {OpCode::kSignal, "signal w tell\n", "told", "drop1 drop0 world(0)"},
    {OpCode::kDrop, "drop f\n", "drop0", "drop1 world(0)"},
    {OpCode::kDrop, "let b = box f\ndrop b\n", "drop0", "drop1 world(0)"},
    {OpCode::kDrop, "let v = vec f\npush v g\ndrop v\n", "drop0 drop1", "world(0)"},
    {OpCode::kDrop, "drop w\n", "", "drop1 drop0 world(0)"},
    {OpCode::kMove, "let h = move f\n", "move0 husk", "drop0 drop1 world(0)"},
    {OpCode::kMove, "let b = box f\nlet c = move b\n", "", "drop0 drop1 world(0)"},
    {OpCode::kMove, "let v = vec f\nlet u = move v\n", "", "drop0 drop1 world(0)"},
    {OpCode::kMove, "let o = option f\nlet p = move o\n", "move0 husk", "drop0 drop1 world(0)"},
    {OpCode::kMove, "let a = array f g\nlet b = move a\n", "move0 husk move1 husk",
     "drop0 drop1 world(0)"},
    {OpCode::kBox, "let b = box f\n", "move0 husk", "drop0 drop1 world(0)"},
    {OpCode::kUnbox, "let b = box f\nlet h = unbox b\n", "move0 husk", "drop0 drop1 world(0)"},
    {OpCode::kAssign, "assign f g\n", "over0 assign1 husk", "drop1 world(0)"},
    {OpCode::kAssign, "let b = box f\nassign b g\n", "over0 assign1 husk", "drop1 world(0)"},
    {OpCode::kSwap, "swap f g\n", "move0 husk move1 husk move1 husk move0 husk",
     "drop0 drop1 world(0)"},
    {OpCode::kSwap, "let b = box f\nlet c = box g\nswap b c\n",
     "move0 husk move1 husk move1 husk move0 husk", "drop0 drop1 world(0)"},
    {OpCode::kReplace, "let h = replace f g\n", "move0 husk move1 husk", "drop0 drop1 world(0)"},
    {OpCode::kPass, "let h = pass f\n", "move0 husk move0 husk", "drop0 drop1 world(0)"},
    {OpCode::kVec, "let v = vec f\n", "move0 husk", "drop0 drop1 world(0)"},
    {OpCode::kDeque, "let v = deque f\n", "move0 husk", "drop0 drop1 world(0)"},
    {OpCode::kArray, "let a = array g f\n", "move1 husk move0 husk", "drop1 drop0 world(0)"},
    {OpCode::kOption, "let o = option f\n", "move0 husk", "drop0 drop1 world(0)"},
    {OpCode::kPush, "let v = vec f\npush v g\n", "move0 husk move1 husk", "drop0 drop1 world(0)"},
    {OpCode::kPush, "let v = deque f\npush v g\n", "move1 husk", "drop0 drop1 world(0)"},
    {OpCode::kPop, "let v = vec f\npush v g\nlet h = pop v\n", "move1 husk",
     "drop1 drop0 world(0)"},
    {OpCode::kInsert, "let v = vec f\ninsert v g 0\n", "move0 husk move1 husk",
     "drop1 drop0 world(0)"},
    {OpCode::kRemove, "let v = vec f\npush v g\nlet h = remove v 0\n", "move0 husk move1 husk",
     "drop0 drop1 world(0)"},
    {OpCode::kRotate, "let v = vec f\npush v g\nrotate v\n", "move1 husk move0 husk",
     "drop1 drop0 world(0)"},
    {OpCode::kSort, "let v = vec f\npush v g\nsort v\n", "move1 husk move0 husk",
     "drop1 drop0 world(0)"},
    {OpCode::kTake, "let o = option f\nlet h = take o\n", "move0 husk", "drop0 drop1 world(0)"},
    {OpCode::kEmplace, "let o = option f\nemplace o g\n", "drop0 move1 husk", "drop1 world(0)"},
    {OpCode::kReset, "let o = option f\nreset o\n", "drop0", "drop1 world(0)"},
    {OpCode::kRelocate, "let h = relocate f\n", "", "drop0 drop1 world(0)"},
    {OpCode::kRealloc, "let v = vec f\npush v g\nrealloc v\n", "", "drop0 drop1 world(0)"},
};

TEST_F(GuestRun, EachOperationDoesWhatItSays) {
  ASSERT_TRUE(admit(free_one()).ok());
  std::set<OpCode> seen = {OpCode::kSource};
  for (const Case& each : kCases) {
    SCOPED_TRACE(each.text);
    run(each.text);
    ASSERT_EQ(program_.ops.back().code, each.code);
    EXPECT_EQ(the_log.text(program_.ops.size() - 1), each.log);
    EXPECT_EQ(end(), each.end);
    seen.insert(each.code);
    // Whoever came to be has ended once, and nobody else.
    EXPECT_EQ(the_log.count("make") + the_log.count("move"),
              the_log.count("drop") + the_log.count("husk"));
    EXPECT_EQ(the_log.count("make"), the_log.count("drop") + the_log.count("over"));
    EXPECT_EQ(the_log.worlds, 0);
  }
  for (const OpSpec& rules : kOps) {
    EXPECT_EQ(seen.count(rules.code) > 0, concerns_guests(rules.code)) << rules.name;
  }
}

// Nothing is left on the heap by a type that leaves nothing there.
TEST_F(GuestRun, NothingIsLeaked) {
  ASSERT_TRUE(admit(free_one()).ok());
  for (const Case& each : kCases) EXPECT_EQ(run(each.text).leaked_blocks, 0U) << each.text;
}

TEST_F(GuestRun, WhatHasNoAssignmentIsDestroyedAndMovedThere) {
  ASSERT_TRUE(admit(constructed_one()).ok());
  run("assign f g\n");
  EXPECT_EQ(the_log.text(3), "drop0 move1 husk");
  EXPECT_EQ(end(), "drop1 world(0)");
  run("let b = box f\nassign b g\n");
  EXPECT_EQ(the_log.text(4), "drop0 move1 husk");
  EXPECT_EQ(end(), "drop1 world(0)");
}

TEST_F(GuestRun, TheWorldOutlivesEveryGuest) {
  ASSERT_TRUE(admit(free_one()).ok());
  run("drop w\ncall f poll\ndrop f\n");
  EXPECT_EQ(the_log.text(3), "");
  EXPECT_EQ(the_log.text(5), "drop0");
  EXPECT_EQ(end(), "drop1 world(0)");
  run("drop w\ndrop f\ndrop g\n");
  EXPECT_EQ(the_log.text(5), "drop1 world(0)");
  EXPECT_EQ(end(), "");
}

TEST_F(GuestRun, EventsReachTheWorldOfItsGuests) {
  ASSERT_TRUE(admit(free_one()).ok());
  run("signal w tell\ncall f poll\nsignal w tell\nlet x = move w\nsignal x tell\ncall g poll\n");
  EXPECT_EQ(the_log.text(4), "poll0(1)");
  EXPECT_EQ(the_log.text(8), "poll1(3)");
}

// --- What is recorded ----------------------------------------------------------------------------

std::int64_t digest_of(const std::vector<std::uint64_t>& numbers) {
  check::Digest digest;
  for (const std::uint64_t each : numbers) digest.add(each);
  return static_cast<std::int64_t>(digest.value());
}
std::int64_t result_of(std::uint64_t number) { return digest_of({number}); }

TEST_F(GuestRun, CallsAndEventsLeaveWordOfWhatTheyGave) {
  ASSERT_TRUE(admit(free_one()).ok());
  const Observation& seen =
      run("call f feed 16\nlet h = move f\nsignal w tell\ncall h poll\ncall g result\n");
  const auto result = [](std::uint64_t number) {
    return static_cast<std::uint64_t>(result_of(number)) >> 1;
  };
  // What the call gave, and what the result is behind it; of an event what it gave. Of the owner,
  // the operation that made it.
  const Event expected[] = {
      {3, EventKind::kCalled, 0, 1, digest_of({17, result(17)}), 0},
      {5, EventKind::kCalled, 0, 0, digest_of({1}), 0},
      {6, EventKind::kCalled, 0, 1, digest_of({result(18)}), 0},
      {7, EventKind::kCalled, 0, 2, digest_of({result(2)}), 0},
      {8, EventKind::kDropped, kTaskPart, 0, 0, 0},
  };
  ASSERT_EQ(seen.trace.size(), std::size(expected));
  for (std::size_t i = 0; i < seen.trace.size(); ++i) {
    EXPECT_EQ(seen.trace[i], expected[i]) << i << ": " << to_text(seen.trace[i]);
  }
}

// The call gives here what the result is: neither takes the other away.
TEST_F(GuestRun, WhatItGivesTellsTheBytesApart) {
  ASSERT_TRUE(admit(free_one()).ok());
  std::set<std::int64_t> values;
  for (int byte = 0; byte < 256; ++byte) {
    values.insert(run(absl::StrCat("call f feed ", byte, "\n")).trace[0].value);
    EXPECT_EQ(the_log.text(3), absl::StrCat("feed0(", byte, ")"));
  }
  EXPECT_EQ(values.size(), 256U);
}

// --- Who must be left as he is -------------------------------------------------------------------

TEST_F(GuestRun, WhatIsPinnedAndNotCancellableIsLeftAtTheEnd) {
  ASSERT_TRUE(admit(held_one()).ok());
  run("call f feed 1\n");
  EXPECT_EQ(end(), "drop1 drop0 world(0)");
  run("call f poll\n");
  EXPECT_EQ(end(), "drop1");
  run("let b = box f\ncall b poll\n");
  EXPECT_EQ(end(), "drop1");
  run("let v = vec f\ncall v poll\n");
  EXPECT_EQ(end(), "drop1");
  run("call f poll\ncall g poll\n");
  EXPECT_EQ(end(), "");
  // The program itself may do what breaks a rule.
  run("call f poll\ndrop f\n");
  EXPECT_EQ(the_log.text(4), "drop0");
  EXPECT_EQ(end(), "drop1 world(0)");
  // Who is moved stays what he is.
  run("call f poll\nlet h = move f\n");
  EXPECT_EQ(the_log.text(4), "move0 husk");
  EXPECT_EQ(end(), "drop1");
}

TEST_F(GuestRun, WhatIsCancellableOrUnpinIsDroppedAtTheEnd) {
  ASSERT_TRUE(admit(droppable_one()).ok());
  run("call f poll\n");
  EXPECT_EQ(end(), "drop1 drop0 world(0)");
  ASSERT_TRUE(admit(free_one()).ok());
  run("call f poll\n");
  EXPECT_EQ(end(), "drop1 drop0 world(0)");
}

TEST_F(GuestRun, WithoutItsMovesTheSameAreLeft) {
  ASSERT_TRUE(admit(held_one()).ok());
  Still still;
  the_log = Log();
  ASSERT_FALSE(still.observe(program_of("let b = box f\ncall b poll\nlet v = vec g\n")).fault);
  EXPECT_EQ(the_log.text(6), "drop1");
  EXPECT_EQ(the_log.count("move"), 0U);
}

// --- Faults --------------------------------------------------------------------------------------

// Does what it must not, each by a call of its own; it keeps a pointer to itself from `poll` on.
struct Rogue {
  Rogue() = default;
  void poll() { at = &value; }
  int read() { return at == nullptr ? value : *at; }
  // The compiler must not see that it ends there.
  void hurl(std::uint8_t byte) {
    if (byte > 0) throw std::runtime_error("hurled");
  }
  void loop(std::uint8_t byte) {
    for (volatile int i = byte; i != 0;) i = 1;
  }
  void hoard(std::uint8_t blocks) {
    for (int i = 0; i < blocks; ++i) store.push_back(std::vector<char>(1 << 16));
  }
  // A block at a time, which is given back.
  void waste(std::uint8_t blocks) {
    for (int i = 0; i < blocks; ++i) {
      const std::vector<char> block(1 << 16);
      value += block[17];
    }
  }
  void divide(std::uint8_t byte) { value = 100 / (byte - 1); }
  void null(std::uint8_t byte) {
    volatile int* const none = byte == 0 ? &value : nullptr;
    *none = 1;
  }
  void exit_process(std::uint8_t byte) {
    if (byte > 0) std::abort();
  }
  // Made once, and kept: by whoever is first.
  std::size_t name() {
    static const std::string text(100, 'x');
    static const std::vector<std::string> more = {std::string(50, 'y'), std::string(60, 'z')};
    return text.size() + static_cast<std::size_t>(text[99]) + more[1].size();
  }

  int value = 1;
  int* at = nullptr;
  std::vector<std::vector<char>> store;
};

const check::Registration& rogue() {
  static const check::Registration& type = []() -> const check::Registration& {
    check::type<Rogue>("Rogue")
        .call("poll", &Rogue::poll)
        .call("read", &Rogue::read)
        .call("hurl", &Rogue::hurl)
        .call("loop", &Rogue::loop)
        .call("hoard", &Rogue::hoard)
        .call("waste", &Rogue::waste)
        .call("divide", &Rogue::divide)
        .call("null", &Rogue::null)
        .call("exit", &Rogue::exit_process)
        .call("name", &Rogue::name)
        .claims(check::Unpin());
    return *check::registrations().back();
  }();
  return type;
}

class GuestFault : public GuestRun {
 protected:
  void SetUp() override {
    ASSERT_TRUE(admit(rogue()).ok());
    clean_ = events_of(kClean);
    ASSERT_EQ(clean_.size(), 3U);
  }
  static constexpr const char* kClean = "call f read\nlet b = box f\ncall b read\n";

  Trace events_of(const std::string& text) {
    const Observation& seen = interpreter_.observe(program_of(text));
    EXPECT_FALSE(seen.fault.has_value()) << text;
    return seen.trace;
  }
  // "4: ABRT of nobody": and the next program is as if nothing had been.
  std::string fault_of(const std::string& text) {
    const Observation seen = interpreter_.observe(program_of(text));
    EXPECT_EQ(events_of(kClean), clean_) << "after " << text;
    if (!seen.fault.has_value()) return "none";
    const ObservedFault& fault = *seen.fault;
    return absl::StrCat(
        fault.op, ": ", name(fault.fault.kind), " of ",
        fault.owner == kNoValue ? "nobody" : absl::StrCat(fault.owner, " by ", fault.vacated_by));
  }

  Trace clean_;
};

TEST_F(GuestFault, AStalePointerIsTrappedWhereItIsRead) {
  EXPECT_EQ(fault_of("call f poll\nlet h = move f\ncall h read\n"),
            "5: use-after-poison of 1 by 4");
  EXPECT_EQ(fault_of("call g poll\ncall g read\nlet b = box g\ncall f read\ncall b read\n"),
            "7: use-after-poison of 2 by 5");
  EXPECT_EQ(fault_of("let b = box f\ncall b poll\nlet h = unbox b\ncall h read\n"),
            "6: heap-use-after-free of 1 by 5");
  EXPECT_EQ(fault_of("let v = vec f\ncall v poll\npush v g\nrotate v\ncall v read\n"),
            "7: heap-use-after-free of 1 by 5");
  EXPECT_EQ(fault_of("call g poll\nassign f g\ncall f read\n"), "5: use-after-poison of 2 by 4");
  EXPECT_EQ(fault_of("call f poll\nswap f g\ncall f read\ncall g read\n"),
            "6: use-after-poison of 1 by 4");
  EXPECT_EQ(fault_of("call f poll\nlet h = pass f\ncall h read\n"),
            "5: use-after-poison of 1 by 4");
  // The last place that it has pointed into counts.
  EXPECT_EQ(fault_of("call f poll\nlet h = move f\ncall h poll\nlet i = move h\ncall i read\n"),
            "7: use-after-poison of 1 by 6");
  // A box alone moves without what is in it.
  EXPECT_EQ(fault_of("let b = box f\ncall b poll\nlet c = move b\ncall c read\n"), "none");
}

TEST_F(GuestFault, AnExceptionThatLeavesACallIsAnAbort) {
  EXPECT_EQ(fault_of("call f hurl 0\n"), "none");
  EXPECT_EQ(fault_of("call f hurl 1\n"), "3: ABRT of nobody");
  EXPECT_EQ(fault_of("let v = vec g\ncall v hurl 7\n"), "4: ABRT of nobody");
}

TEST_F(GuestFault, AnAbortIsOne) { EXPECT_EQ(fault_of("call f exit 1\n"), "3: ABRT of nobody"); }

TEST_F(GuestFault, ACallWithoutEndIsAnEndlessLoop) {
  EXPECT_EQ(fault_of("call f loop 0\n"), "none");
  EXPECT_EQ(fault_of("call f read\ncall f loop 1\n"), "4: endless-loop of nobody");
  EXPECT_EQ(fault_of("call g loop 1\n"), "3: endless-loop of nobody");
}

TEST_F(GuestFault, UndefinedBehaviourIsSeenToo) {
  EXPECT_EQ(fault_of("call f divide 2\n"), "none");
  EXPECT_THAT(fault_of("call f divide 1\n"), testing::StartsWith("3: "));
  EXPECT_THAT(fault_of("call f null 1\n"), testing::StartsWith("3: "));
}

TEST_F(GuestFault, MoreThanTheLimitIsOutOfMemory) {
  Ledger::get().set_limit(std::size_t{8} << 16);
  EXPECT_EQ(fault_of("call f hoard 6\n"), "none");
  EXPECT_EQ(fault_of("call f hoard 6\ncall g hoard 6\n"), "4: out-of-memory of nobody");
  EXPECT_EQ(fault_of("call f hoard 9\n"), "3: out-of-memory of nobody");
  // What has been given back, by call or by drop, does not count.
  EXPECT_EQ(fault_of("call f waste 12\n"), "none");
  EXPECT_EQ(fault_of("call f hoard 6\ndrop f\ncall g hoard 6\n"), "none");
  Ledger::get().set_limit(std::size_t{4} << 16);
  EXPECT_EQ(fault_of("call f hoard 6\n"), "3: out-of-memory of nobody");
}

TEST_F(GuestFault, AllOfThemOneAfterTheOther) {
  Ledger::get().set_limit(std::size_t{8} << 16);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(fault_of("call f hurl 1\n"), "3: ABRT of nobody");
    EXPECT_EQ(fault_of("call f loop 1\n"), "3: endless-loop of nobody");
    EXPECT_EQ(fault_of("call f hoard 9\n"), "3: out-of-memory of nobody");
    EXPECT_EQ(fault_of("call f poll\nlet h = move f\ncall h read\n"),
              "5: use-after-poison of 1 by 4");
  }
}

// A string that is made once, in whichever program comes first, is there for all that follow.
TEST_F(GuestFault, WhatUserCodeMakesOnceIsKept) {
  const Trace first = events_of("call f name\ncall f name\n");
  for (int i = 0; i < 20; ++i) {
    // In between there are others, that take and give back what they want.
    EXPECT_EQ(fault_of("call f hoard 3\nlet h = move f\n"), "none");
    EXPECT_EQ(fault_of("call f hurl 1\n"), "3: ABRT of nobody");
    EXPECT_EQ(events_of("call f name\ncall f name\n"), first);
  }
  Still still;
  EXPECT_EQ(still.observe(program_of("call f name\ncall f name\n")).trace, first);
}

// Without its moves nothing is stale; what goes wrong by itself goes wrong all the same.
TEST_F(GuestFault, WithoutItsMovesAStalePointerIsNone) {
  Still still;
  const Observation& stayed =
      still.observe(program_of("call f poll\nlet h = move f\nlet b = box h\ncall b read\n"));
  EXPECT_FALSE(stayed.fault.has_value());
  const Observation& wrong = still.observe(program_of("let h = move f\ncall h hurl 1\n"));
  ASSERT_TRUE(wrong.fault.has_value());
  EXPECT_EQ(wrong.fault->op, 4);
  EXPECT_EQ(wrong.fault->fault.kind, FaultClass::kAbort);
}

// Throws, or loops, where it is made, moved or destroyed.
struct Fragile {
  explicit Fragile(std::uint8_t what) : fails_at(what) {
    if (fails_at == 3) throw std::runtime_error("made");
  }
  Fragile(Fragile&& other) noexcept(false) : fails_at(std::exchange(other.fails_at, 0)) {
    if (fails_at == 4) throw std::runtime_error("moved");
  }
  Fragile& operator=(Fragile&&) = delete;
  ~Fragile() noexcept(false) {
    if (fails_at == 5) throw std::runtime_error("destroyed");
  }
  int fails_at;
};

TEST_F(GuestFault, WhatThrowsAnywhereElseIsAnAbortToo) {
  check::type<Fragile>("Fragile")
      .make([](std::uint8_t what) { return Fragile(what); })
      .call("read", [](Fragile& self) { return self.fails_at; })
      .claims(check::Unpin());
  ASSERT_TRUE(admit(*check::registrations().back()).ok());
  clean_ = events_of(kClean);
  EXPECT_EQ(fault_of("let h = wait w guest(argument=3)\n"), "3: ABRT of nobody");
  EXPECT_EQ(fault_of("let h = wait w guest(argument=4)\nlet i = move h\n"), "4: ABRT of nobody");
  EXPECT_EQ(fault_of("let h = wait w guest(argument=5)\ncall h read\ndrop h\n"),
            "5: ABRT of nobody");
  EXPECT_EQ(fault_of("let h = wait w guest(argument=5)\n"), "4: ABRT of nobody");
}

// --- With its moves and without ------------------------------------------------------------------

TEST_F(GuestRun, MovesChangeNothingOfAnHonestType) {
  for (const check::Registration* each : {&free_one(), &constructed_one()}) {
    ASSERT_TRUE(admit(*each).ok());
    Still still;
    std::mt19937_64 random(5);
    std::set<OpCode> seen;
    std::size_t events = 0;
    for (int i = 0; i < 600; ++i) {
      const Program program = random_guest_program(random, 3 + i % 30);
      SCOPED_TRACE(to_text(program));
      the_log = Log();
      const Observation moved = interpreter_.observe(program);
      ASSERT_FALSE(moved.fault.has_value()) << name(moved.fault->fault.kind);
      ASSERT_EQ(the_log.worlds, 0);
      the_log = Log();
      const Observation& stayed = still.observe(program);
      ASSERT_FALSE(stayed.fault.has_value());
      ASSERT_EQ(the_log.worlds, 0);
      // Only what is assigned moves.
      const auto assigned = static_cast<std::size_t>(
          std::count_if(program.ops.begin(), program.ops.end(),
                        [](const Op& op) { return op.code == OpCode::kAssign; }));
      ASSERT_LE(the_log.count("move"), assigned);
      ASSERT_EQ(stayed.trace.size(), moved.trace.size());
      for (std::size_t at = 0; at < moved.trace.size(); ++at) {
        ASSERT_EQ(stayed.trace[at], moved.trace[at]) << to_text(moved.trace[at]);
      }
      events += moved.trace.size();
      for (const Op& op : program.ops) seen.insert(op.code);
    }
    EXPECT_GT(events, 600U);
    for (const OpSpec& rules : kOps) {
      EXPECT_EQ(seen.count(rules.code) > 0, concerns_guests(rules.code)) << rules.name;
    }
  }
}

// What knows its own address gives another answer when it has moved, without any fault. Only its
// result does, so that the call by itself tells nothing.
struct Vain {
  Vain() = default;
  Vain(Vain&& other) noexcept : at(other.at) {}
  Vain& operator=(Vain&&) = delete;
  ~Vain() {}
  void look() {}
  int where() const { return at == this ? 1 : 2; }
  const void* at = this;
};

TEST_F(GuestRun, WhatTellsAMoveGivesSomethingElse) {
  check::type<Vain>("Vain").call("look", &Vain::look).result(&Vain::where).claims(check::Unpin());
  ASSERT_TRUE(admit(*check::registrations().back()).ok());
  Still still;
  const Program program = program_of("call f look\nlet h = move f\ncall h look\n");
  const Trace moved = interpreter_.observe(program).trace;
  const Trace stayed = still.observe(program).trace;
  ASSERT_EQ(moved.size(), 3U);
  EXPECT_EQ(moved[0], stayed[0]);
  EXPECT_NE(moved[1], stayed[1]);
  EXPECT_EQ(stayed[1].value, stayed[0].value);
}

// --- The model of the values ---------------------------------------------------------------------

struct Tally {
  int add(std::uint8_t byte) { return sum += byte; }
  int forget() { return sum; }
  int total() const { return sum; }
  int sum = 0;
};
struct Numbers {
  int sum = 0;
};

TEST_F(GuestRun, AnAnswerThatItsModelDoesNotHaveIsMarked) {
  check::type<Tally>("Tally")
      .model([] { return Numbers(); })
      .call("add", &Tally::add,
            [](Numbers& all, std::uint8_t byte) { return all.sum += byte == 200 ? 201 : byte; })
      .call("forget", &Tally::forget)
      .result(&Tally::total, [](const Numbers& all) { return all.sum; })
      .claims(check::Unpin(), check::Relocatable());
  ASSERT_TRUE(admit(*check::registrations().back()).ok());
  const auto parts = [&](const std::string& text) {
    std::vector<int> all;
    for (const Event& event : interpreter_.observe(program_of(text)).trace) {
      if (event.kind == EventKind::kCalled) all.push_back(event.part);
    }
    return all;
  };
  EXPECT_THAT(parts("call f add 3\nlet h = move f\ncall h add 4\nlet i = relocate h\n"
                    "call i forget\nlet b = box i\ncall b add 5\n"),
              ElementsAre(0, 0, 0, 0));
  // From there on the result is another one as well; of another guest it is not.
  EXPECT_THAT(parts("call f add 200\ncall f forget\nswap f g\ncall g result\ncall f result\n"),
              ElementsAre(1, 1, 1, 0));
  // What is assigned over is gone, with its model.
  EXPECT_THAT(parts("call f add 200\ncall g add 1\nassign f g\ncall f add 1\n"),
              ElementsAre(1, 0, 0));
}

// --- Who may be host -----------------------------------------------------------------------------

TEST_F(GuestRun, WhatCannotBeTestedIsRefusedInOneLine) {
  struct Bare {};
  const auto refused = [] { return std::string(admit(*check::registrations().back()).message()); };
  check::type<Bare>("Bare").call("poll", [](Bare&) {}).claims(check::PinnedAfter("start"));
  EXPECT_EQ(refused(),
            "the type `Bare`: it claims to be pinned after `start`, but there is no call of that "
            "name");
  check::type<Bare>("Bare").call("poll", [](Bare&) {});
  EXPECT_EQ(refused(),
            "the type `Bare`: it claims nothing; say claims(pinprick::check::Unpin()) or another");
  check::type<Bare>("Bare")
      .call("poll", [](Bare&) {})
      .call("poll", [](Bare&) {})
      .claims(check::Unpin());
  EXPECT_EQ(refused(), "the type `Bare`: two calls `poll`");
  EXPECT_EQ(guest(), nullptr) << "nobody was let in";
}

}  // namespace
}  // namespace pinprick::harness::guest_interpreter_test
