// Bodies that would not end by themselves, and those that the processor ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "harness/base/limits.h"
#include "harness/interpreter/trap.h"
#include "tests/harness/trap/opaque.h"
#include "tests/harness/trap/touch.h"

namespace pinprick::harness {
namespace {

using ::testing::Optional;

MATCHER_P(IsOfClass, kind, "") { return arg.kind == kind; }

template <class Body>
std::optional<Fault> caught_in(Body&& body) {
  return trap(Interception::kOn, body);
}

long cpu_ms() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

// The loops. What stops them never comes, but the compiler must not know that.
volatile bool never = false;

void without_a_call() {
  while (!never) {
  }
}

void that_allocates() {
  while (!never) free(hide(malloc(64)));
}

void that_throws() {
  volatile int caught_ones = 0;
  while (!never) {
    try {
      throw 1;
    } catch (int) {
      caught_ones = caught_ones + 1;
    }
  }
}

// Links that lead back into themselves. The loop is in the standard library's own file.
void through_a_tree() {
  alignas(16) std::array<std::_Rb_tree_node_base, 2> nodes = {};
  nodes[0]._M_right = &nodes[1];
  nodes[1]._M_left = &nodes[1];
  auto* const next = std::_Rb_tree_increment(nodes.data());
  hide(next);
}

struct Node {
  Node* next;
};

void through_a_list() {
  std::array<Node, 2> nodes;
  nodes[0].next = &nodes[1];
  nodes[1].next = &nodes[0];
  const volatile Node* const list = nodes.data();
  int length = 0;
  for (const volatile Node* node = list; node != nullptr; node = node->next) ++length;
  hide_size(static_cast<std::size_t>(length));
}

TEST(EndlessLoop, IsAbandoned) {
  for (void (*const loop)() :
       {without_a_call, that_allocates, that_throws, through_a_tree, through_a_list}) {
    const long before = cpu_ms();
    EXPECT_THAT(caught_in(loop), Optional(IsOfClass(FaultClass::kEndlessLoop)));
    EXPECT_GE(cpu_ms() - before, kMaxProgramCpuMs - 20);
    EXPECT_LT(cpu_ms() - before, 20 * kMaxProgramCpuMs);
  }
  EXPECT_STREQ(caught_in(without_a_call)->entry_point, "SIGVTALRM");
}

// Two programs are as old as one only if each of them is.
TEST(EndlessLoop, TimeIsCountedForEachBodyAlone) {
  const auto half = [] {
    const long before = cpu_ms();
    while (cpu_ms() - before < kMaxProgramCpuMs / 2) {
    }
  };
  for (int i = 0; i < 6; ++i) EXPECT_EQ(caught_in(half), std::nullopt);
}

TEST(EndlessLoop, WaitingIsNoLoop) {
  EXPECT_EQ(caught_in([] {
              const timespec time = {0, 3 * kMaxProgramCpuMs / 2 * 1'000'000L};
              nanosleep(&time, nullptr);
            }),
            std::nullopt);
}

TEST(EndlessLoop, OutsideOfABodyTimeDoesNotMatter) {
  EXPECT_EQ(caught_in([] {}), std::nullopt);
  const long before = cpu_ms();
  while (cpu_ms() - before < 2 * kMaxProgramCpuMs) {
  }
}

TEST(EndlessLoop, DeafEndsToo) {
  EXPECT_EQ(trap(Interception::kDeaf, without_a_call), std::nullopt);
}

TEST(EndlessLoop, EachThreadHasItsOwnClock) {
  std::optional<Fault> other;
  std::thread([&] { other = caught_in(without_a_call); }).join();
  EXPECT_THAT(other, Optional(IsOfClass(FaultClass::kEndlessLoop)));
  EXPECT_THAT(caught_in(without_a_call), Optional(IsOfClass(FaultClass::kEndlessLoop)));
}

TEST(EndlessLoop, AForkedProcessHasItsOwnClock) {
  EXPECT_EQ(caught_in([] {}), std::nullopt);
  const pid_t child = fork();
  if (child == 0) {
    const auto fault = caught_in(without_a_call);
    _exit(fault.has_value() && fault->kind == FaultClass::kEndlessLoop ? 7 : 8);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 7);
}

// The allocator is as it was: none of its locks is held, none of its lists broken.
TEST(EndlessLoop, ManyInOneProcess) {
  constexpr int kLoops = 4;
  for (int i = 0; i < kLoops; ++i) {
    ASSERT_THAT(caught_in(that_allocates), Optional(IsOfClass(FaultClass::kEndlessLoop)));
    std::set<std::uintptr_t> blocks;
    for (int j = 0; j < 10'000; ++j) {
      ASSERT_TRUE(blocks.insert(escape(hide(malloc(64)))).second) << "handed out twice";
    }
    for (const std::uintptr_t block : blocks) free(reinterpret_cast<void*>(block));
  }
}

// Faults that the processor finds: what the sanitizer would call them, and as often as you like.

int recurse(int depth) {
  std::array<char, 256> local = {};
  hide(local.data());
  if (hide_size(1) == 0) return depth;
  return recurse(depth + 1) + local[1];
}

void endless_recursion() { hide_size(static_cast<std::size_t>(recurse(0))); }

// By way of an integer: a null pointer that is one to the compiler is undefined behaviour, and
// UBSan would be first.
void read_near_null() { touch_inline::touch.load4(reinterpret_cast<void*>(hide_size(0x10))); }
void write_near_null() { touch_inline::touch.store4(reinterpret_cast<void*>(hide_size(0x10))); }

__attribute__((no_sanitize("undefined"))) void call_null() {
  const auto function = reinterpret_cast<void (*)()>(hide_size(0));
  function();
}

__attribute__((no_sanitize("undefined"))) void divide() {
  volatile int seven = 7;
  volatile int zero = 0;
  volatile int result = seven / zero;
  static_cast<void>(result);
}

void illegal() { __asm__ volatile("ud2"); }

void bus_error() { raise(SIGBUS); }

void throw_one() { throw 1; }

// As when a destructor throws.
void throw_out_of_noexcept() noexcept {
  if (hide_size(1) != 0) throw_one();
}

struct Crash {
  void (*body)();
  FaultClass kind;
};

constexpr Crash kCrashes[] = {
    {read_near_null, FaultClass::kSegv},
    {write_near_null, FaultClass::kSegv},
    {call_null, FaultClass::kSegv},
    {endless_recursion, FaultClass::kStackOverflow},
    {divide, FaultClass::kFpe},
    {illegal, FaultClass::kIll},
    {bus_error, FaultClass::kBus},
    {abort, FaultClass::kAbort},
    {throw_out_of_noexcept, FaultClass::kAbort},
};

TEST(Crash, HasTheSanitizersClass) {
  for (int round = 0; round < 50; ++round) {
    for (const Crash& crash : kCrashes) {
      ASSERT_THAT(caught_in(crash.body), Optional(IsOfClass(crash.kind)));
    }
  }
}

TEST(CrashDeathTest, IsWhatTheSanitizerSays) {
  for (const Crash& crash : kCrashes) {
    EXPECT_DEATH(crash.body(), "SUMMARY: AddressSanitizer: " + std::string(name(crash.kind)));
  }
}

TEST(Crash, OverAndOver) {
  constexpr int kCrashesMax = 100'000;
  for (int i = 0; i < kCrashesMax; ++i) {
    ASSERT_THAT(caught_in(read_near_null), Optional(IsOfClass(FaultClass::kSegv)));
  }
}

}  // namespace
}  // namespace pinprick::harness
