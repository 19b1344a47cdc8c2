#include "harness/interpreter/trap.h"

#include <pthread.h>
#include <sanitizer/asan_interface.h>
#include <signal.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/interpreter/interrupt.h"
#include "harness/interpreter/sanitizer_options.h"
#include "harness/interpreter/shadow.h"
#include "harness/program/fault.h"

// Of the runtimes; the header that declares them comes with clang only.
extern "C" int __sanitizer_get_ownership(const volatile void* block);
extern "C" std::size_t __sanitizer_get_allocated_size(const volatile void* block);
extern "C" void __asan_unpoison_stack_memory(std::uintptr_t begin, std::size_t size);

// A wrapper stands between instrumented code and the sanitizer: checked itself, it would call
// itself, so everything here is PINPRICK_BARE. For the same reason nothing below copies a struct or
// loops over bytes, which a compiler may turn into the memcpy that is being wrapped.

// Not armed, a wrapper must leave no trace: the report starts at its caller's frame.
#if defined(__clang__)
#define PINPRICK_TAIL_CALL [[clang::musttail]]
#else
#define PINPRICK_TAIL_CALL  // CMakeLists.txt asks for -foptimize-sibling-calls.
#endif

// What a callee must leave as it was, and where it returns to: x86-64 (System V).
extern "C" [[noreturn]] void pinprick_go_home(const pinprick::harness::trap_internal::Home* home);
__asm__(R"(
  .text
  .globl pinprick_set_home
  .type pinprick_set_home, @function
pinprick_set_home:
  movq (%rsp), %rax
  leaq 8(%rsp), %rdx
  movq %rax, (%rdi)
  movq %rdx, 8(%rdi)
  movq %rbx, 16(%rdi)
  movq %rbp, 24(%rdi)
  movq %r12, 32(%rdi)
  movq %r13, 40(%rdi)
  movq %r14, 48(%rdi)
  movq %r15, 56(%rdi)
  xorl %eax, %eax
  ret
  .size pinprick_set_home, . - pinprick_set_home

  .globl pinprick_go_home
  .type pinprick_go_home, @function
pinprick_go_home:
  movq 8(%rdi), %rsp
  movq 16(%rdi), %rbx
  movq 24(%rdi), %rbp
  movq 32(%rdi), %r12
  movq 40(%rdi), %r13
  movq 48(%rdi), %r14
  movq 56(%rdi), %r15
  movl $1, %eax
  jmpq *(%rdi)
  .size pinprick_go_home, . - pinprick_go_home
)");

namespace pinprick::harness {
namespace {

enum class Direction : bool { kRead, kWrite };
enum class After { kEnds, kReturns };
enum class Operand { kAddress, kNoAddress };
using enum Direction;
using enum After;
using enum Operand;

// What the wrappers of one thread know.
struct Guard {
  bool armed;
  bool deaf;
  bool caught;
  // A fault is known, but the body goes on to the next place where it can be left.
  bool leaving;
  FaultClass kind;
  bool is_write;
  std::uintptr_t address;
  std::size_t size;
  const char* entry_point;
  trap_internal::Home home;
  std::uintptr_t home_frame;
  // UBSan reports a place in the source only once, and marks it in the record of that place: the
  // mark of the record that is being looked at, and what it was.
  std::uint32_t* mark;
  std::uint32_t unmarked;
  int traps_since_collection;
  bool collection_due;
  // The clock of this thread: whether it runs, the number of the body now, the body that the last
  // tick found and how many have found it since.
  bool has_clock;
  std::uint64_t body;
  std::uint64_t ticked_body;
  int ticks;
};

// initial-exec: the wrappers run in places where nothing may be allocated, and thread-local memory
// of any other model may be on its first use.
[[gnu::tls_model("initial-exec")]] constinit thread_local Guard guard = {};

PINPRICK_BARE inline std::uint8_t shadow_of(std::uintptr_t address) { return *shadow::at(address); }

// Whether the shadow of `address` may be read: it lies below the shadow or above it.
PINPRICK_BARE inline bool has_shadow(std::uintptr_t address) {
  constexpr std::uintptr_t kEnd = (shadow::kLastAddress >> shadow::kScale) + shadow::kOffset;
  return address < shadow::kOffset || (address > kEnd && address <= shadow::kLastAddress);
}

// The class by which the sanitizer names a bad byte.
PINPRICK_BARE FaultClass class_at(std::uintptr_t address) {
  if (!has_shadow(address)) return FaultClass::kOther;
  std::uint8_t shadow = shadow_of(address);
  // 1 to 7: so many bytes of the eight are good, and what begins behind them is to blame.
  if (shadow > 0 && shadow < 8) shadow = shadow_of(address + 8);
  switch (shadow) {
    case 0xf7:
      return FaultClass::kUseAfterPoison;
    case 0xfd:
      return FaultClass::kHeapUseAfterFree;
    case 0xfa:  // Before, between and behind blocks.
    case 0xac:  // The element count before an array from new[].
      return FaultClass::kHeapBufferOverflow;
    case 0xf8:
      return FaultClass::kStackUseAfterScope;
    case 0xf5:
      return FaultClass::kStackUseAfterReturn;
    case 0xf1:  // Before the first variable: the report says underflow, the cause is the same.
    case 0xf2:
    case 0xf3:
      return FaultClass::kStackBufferOverflow;
    default:
      return FaultClass::kOther;
  }
}

// Abandoned frames of the fake stack (of use-after-return) stay in use until the sanitizer looks
// through the whole of it, which takes microseconds. So many bodies are abandoned before it does;
// in sanitizer_options.cc the fake stack is as large as that needs.
constexpr int kTrapsPerCollection = 16;

// Jumps out of the body. The sanitizer's own longjmp would do, but it asks the kernel each time on
// which stack it is, clears the shadow of the caller's frames too, and has the fake stack looked
// through. So here is the needful part: the abandoned frames, from `lowest` up to trap()'s, lie
// below one another and become clean stack again. After a signal, which has a stack of its own,
// they begin at the interrupted one.
[[noreturn]] PINPRICK_BARE void go_home(std::uintptr_t lowest) {
  // No stack is larger; where this one is so is unknown, and the sanitizer looks for itself.
  constexpr std::uintptr_t kStackBytesMax = std::uintptr_t{64} << 20;
  if (guard.home_frame - lowest < kStackBytesMax) [[likely]] {
    __asan_unpoison_stack_memory(lowest, guard.home_frame - lowest);
  } else {
    trap_internal::__asan_handle_no_return();
  }
  if (++guard.traps_since_collection >= kTrapsPerCollection) {
    guard.traps_since_collection = 0;
    guard.collection_due = true;
  }
  pinprick_go_home(&guard.home);
}

// The frame of whoever asks: what is abandoned lies above it.
#define PINPRICK_HERE reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0))

// The first fault of a body is its fault, and there is none if it is deaf.
PINPRICK_BARE inline void note(const char* entry_point, FaultClass kind, std::uintptr_t address,
                               std::size_t size, Direction direction) {
  if (guard.deaf || guard.caught) return;
  guard.caught = true;
  guard.kind = kind;
  guard.is_write = direction == kWrite;
  guard.address = address;
  guard.size = size;
  guard.entry_point = entry_point;
}

// Ends the body, with a fault or, deaf, without.
[[noreturn]] PINPRICK_BARE void abandon(const char* entry_point, FaultClass kind,
                                        std::uintptr_t address, std::size_t size,
                                        Direction direction, std::uintptr_t lowest) {
  guard.armed = false;
  std::atomic_signal_fence(std::memory_order_seq_cst);  // For on_tick().
  if (guard.mark != nullptr) {
    *guard.mark = guard.unmarked;
    guard.mark = nullptr;
  }
  note(entry_point, kind, address, size, direction);
  go_home(lowest);
}

[[noreturn]] PINPRICK_BARE void abandon(const char* entry_point, FaultClass kind,
                                        std::uintptr_t address, std::size_t size,
                                        Direction direction) {
  abandon(entry_point, kind, address, size, direction, PINPRICK_HERE);
}

// A report came while armed. Returns only when deaf, and only where the caller can go on.
PINPRICK_BARE inline void report(const char* entry_point, FaultClass kind, std::uintptr_t address,
                                 std::size_t size, Direction direction, After after) {
  if (guard.deaf && after == kReturns) return;
  abandon(entry_point, kind, address, size, direction);
}

// Eight bytes, wherever they begin.
struct __attribute__((packed, may_alias)) Word {
  std::uint64_t bytes;
};
constexpr std::size_t kWord = sizeof(Word);
PINPRICK_BARE inline std::uint64_t word_at(std::uintptr_t address) {
  return reinterpret_cast<const volatile Word*>(address)->bytes;
}
PINPRICK_BARE inline void set_word(std::uintptr_t address, std::uint64_t bytes) {
  reinterpret_cast<volatile Word*>(address)->bytes = bytes;
}
PINPRICK_BARE inline volatile std::uint8_t& byte_at(std::uintptr_t address) {
  return *reinterpret_cast<volatile std::uint8_t*>(address);
}

// Whether a small access surely is a good one: all of its shadow is zero. Every move of a future
// is checked twice, and the runtime's own answer costs five times as much.
PINPRICK_BARE inline bool surely_good(std::uintptr_t address, std::size_t size) {
  constexpr std::size_t kSmall = 1024;
  if (size > kSmall || !has_shadow(address) || !has_shadow(address + size)) return false;
  const auto first = reinterpret_cast<std::uintptr_t>(shadow::at(address));
  const auto end = reinterpret_cast<std::uintptr_t>(shadow::at(address + size - 1)) + 1;
  std::uint64_t any = 0;
  std::uintptr_t at = first;
  for (; at + kWord <= end; at += kWord) any |= word_at(at);
  if (end - first >= kWord) return (any | word_at(end - kWord)) == 0;
  for (; at < end; ++at) any |= byte_at(at);
  return any == 0;
}

PINPRICK_BARE std::uintptr_t first_poisoned(std::uintptr_t address, std::size_t size) {
  if (size == 0 || surely_good(address, size)) return 0;
  if (has_shadow(address) && shadow_of(address) >= 0x80) return address;
  return reinterpret_cast<std::uintptr_t>(
      __asan_region_is_poisoned(reinterpret_cast<void*>(address), size));
}

// An access that was found bad. (Not bad by now? Then another thread was quicker: no class.)
PINPRICK_BARE void bad_access(const char* entry_point, std::uintptr_t address, std::size_t size,
                              Direction direction, After after) {
  const std::uintptr_t bad = first_poisoned(address, size);
  report(entry_point, bad == 0 ? FaultClass::kOther : class_at(bad), bad == 0 ? address : bad, size,
         direction, after);
}

// An access that nobody has checked yet: true if it is a good one; false only when deaf.
PINPRICK_BARE bool check_doubtful(const char* entry_point, std::uintptr_t address, std::size_t size,
                                  Direction direction) {
  if (address + size < address) {  // The runtime's "negative-size-param".
    report(entry_point, FaultClass::kOther, address, size, direction, kReturns);
    return false;
  }
  const std::uintptr_t bad = first_poisoned(address, size);
  if (bad == 0) return true;
  report(entry_point, class_at(bad), bad, size, direction, kReturns);
  return false;
}

PINPRICK_BARE inline bool check_access(const char* entry_point, std::uintptr_t address,
                                       std::size_t size, Direction direction) {
  return surely_good(address, size) || check_doubtful(entry_point, address, size, direction);
}

// memcpy also wants its two ranges apart, unless they are the same.
PINPRICK_BARE inline bool check_apart(const char* entry_point, std::uintptr_t to,
                                      std::uintptr_t from, std::size_t size) {
  if (to == from || to + size <= from || from + size <= to) return true;
  report(entry_point, FaultClass::kOther, to, size, kWrite, kReturns);
  return false;
}

// What the library would have done, without the sanitizer's looking at it once more.
PINPRICK_BARE inline void copy_bytes(std::uintptr_t to, std::uintptr_t from, std::size_t size) {
  if (to - from >= size) {
    const std::uintptr_t end = to + size;
    for (; to + kWord <= end; to += kWord, from += kWord) set_word(to, word_at(from));
    for (; to < end; ++to, ++from) byte_at(to) = byte_at(from);
  } else {
    for (std::size_t left = size; left > 0; --left)
      byte_at(to + left - 1) = byte_at(from + left - 1);
  }
}

PINPRICK_BARE inline void fill_bytes(std::uintptr_t to, int value, std::size_t size) {
  const auto byte = static_cast<std::uint8_t>(value);
  const std::uintptr_t end = to + size;
  for (; to + kWord <= end; to += kWord) set_word(to, byte * 0x0101'0101'0101'0101U);
  for (; to < end; ++to) byte_at(to) = byte;
}

// Byte by byte: the library's own would ask the sanitizer. The compiler must not see the loop for
// what it is (CMakeLists.txt: -fno-builtin).
PINPRICK_BARE int compare_bytes(std::uintptr_t left, std::uintptr_t right, std::size_t size) {
  const auto* one = reinterpret_cast<const unsigned char*>(left);
  const auto* other = reinterpret_cast<const unsigned char*>(right);
  for (std::size_t i = 0; i < size; ++i) {
    if (one[i] != other[i]) return one[i] < other[i] ? -1 : 1;
  }
  return 0;
}

// Where the byte is, or 0.
PINPRICK_BARE std::uintptr_t find_byte(std::uintptr_t begin, int value, std::size_t size) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(begin);
  for (std::size_t i = 0; i < size; ++i) {
    if (bytes[i] == static_cast<unsigned char>(value)) return begin + i;
  }
  return 0;
}

// A pointer that is about to be given back: true if it may be; false only when deaf.
PINPRICK_BARE bool check_release(const char* entry_point, std::uintptr_t address) {
  if (address == 0) return true;
  if (has_shadow(address) && has_shadow(address - 1)) {
    // The common case costs two loads: a good byte right behind a redzone begins a living block.
    const bool behind_redzone = shadow_of(address - 1) == 0xfa;
    const std::uint8_t shadow = shadow_of(address);
    if (behind_redzone && shadow < 8) return true;
    if (behind_redzone && shadow == 0xfd) {
      report(entry_point, FaultClass::kDoubleFree, address, 0, kWrite, kReturns);
      return false;
    }
  }
  // Also comes here: a living block whose first byte the harness has poisoned.
  if (__sanitizer_get_ownership(reinterpret_cast<void*>(address)) != 0) return true;
  report(entry_point, FaultClass::kInvalidFree, address, 0, kWrite, kReturns);
  return false;
}

// A sized delete must name the size that was asked for ("new-delete-type-mismatch").
PINPRICK_BARE bool check_release_sized(const char* entry_point, std::uintptr_t address,
                                       std::size_t size) {
  if (!check_release(entry_point, address)) return false;
  if (address == 0 || size == 0) return true;
  if (__sanitizer_get_allocated_size(reinterpret_cast<void*>(address)) == size) return true;
  report(entry_point, FaultClass::kOther, address, size, kWrite, kReturns);
  return false;
}

// A fault with half of the work done: the runtime has taken the block out of use, but given it
// back to nobody. A jump out of there would lose it, so the runtime finishes, and the body is left
// behind the call.
PINPRICK_BARE inline void leave_soon(const char* entry_point, std::uintptr_t address) {
  if (guard.deaf) return;
  guard.leaving = true;
  note(entry_point, FaultClass::kOther, address, 0, kWrite);
}

PINPRICK_BARE inline void leave_if_due() {
  if (!guard.leaving) [[likely]]
    return;
  guard.armed = false;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  go_home(PINPRICK_HERE);
}

// UBSan's record of a bad access through a pointer; those of other faults begin like it: where in
// the source, what type, log2 of the alignment it wants, and what was to be done with it; 1 is a
// store.
struct TypeMismatch {
  const char* file;
  std::uint32_t line;
  std::uint32_t column;
  const void* type;
  std::uint8_t log_alignment;
  std::uint8_t access;
};

PINPRICK_BARE inline void remember_mark(std::uintptr_t data) {
  guard.mark = &reinterpret_cast<TypeMismatch*>(data)->column;
  guard.unmarked = *guard.mark;
}

PINPRICK_BARE Direction direction_of_mismatch(const char* entry_point, std::uintptr_t data) {
  // The only handlers with such a record are named __ubsan_handle_type_mismatch_*.
  constexpr std::size_t kPrefix = sizeof("__ubsan_handle_") - 1;
  if (entry_point[kPrefix] != 't' || data == 0) return kRead;
  return reinterpret_cast<const TypeMismatch*>(data)->access == 1 ? kWrite : kRead;
}

// Faults that the processor finds, and the end that a program chooses.
struct CaughtSignal {
  int number;
  const char* name;
  FaultClass kind;
};
constexpr std::array<CaughtSignal, 5> kSignals = {{{SIGSEGV, "SIGSEGV", FaultClass::kSegv},
                                                   {SIGBUS, "SIGBUS", FaultClass::kBus},
                                                   {SIGFPE, "SIGFPE", FaultClass::kFpe},
                                                   {SIGILL, "SIGILL", FaultClass::kIll},
                                                   {SIGABRT, "SIGABRT", FaultClass::kAbort}}};

// What was there before us: the sanitizer's own handlers.
std::array<struct sigaction, kSignals.size()> previous_handlers;

// What a signal interrupted.
PINPRICK_BARE std::uintptr_t stack_of(const void* context) {
  const auto& interrupted = *static_cast<const ucontext_t*>(context);
  return static_cast<std::uintptr_t>(interrupted.uc_mcontext.gregs[REG_RSP]);
}

PINPRICK_BARE std::uintptr_t instruction_of(const void* context) {
  const auto& interrupted = *static_cast<const ucontext_t*>(context);
  return static_cast<std::uintptr_t>(interrupted.uc_mcontext.gregs[REG_RIP]);
}

// Whether the stack ran out, by the runtime's own measure: an address that was not there, near the
// top of the stack. A page, because that is how far ahead a probe of the stack touches.
PINPRICK_BARE bool is_stack_overflow(const siginfo_t& info, std::uintptr_t top) {
  constexpr std::uintptr_t kPage = 4096;
  constexpr std::uintptr_t kFrame = 0xffff;
  if (info.si_code != SEGV_MAPERR && info.si_code != SEGV_ACCERR) return false;
  const auto address = reinterpret_cast<std::uintptr_t>(info.si_addr);
  return address + kPage > top && address < top + kFrame;
}

PINPRICK_BARE void on_signal(int number, siginfo_t* info, void* context) {
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    if (kSignals[i].number != number) continue;
    if (guard.armed) {
      const bool has_address = number == SIGSEGV || number == SIGBUS;
      const bool overflow = number == SIGSEGV && is_stack_overflow(*info, stack_of(context));
      abandon(kSignals[i].name, overflow ? FaultClass::kStackOverflow : kSignals[i].kind,
              has_address ? reinterpret_cast<std::uintptr_t>(info->si_addr) : 0, 0, kRead,
              stack_of(context));
    }
    const struct sigaction& previous = previous_handlers[i];
    if ((previous.sa_flags & SA_SIGINFO) != 0) {
      previous.sa_sigaction(number, info, context);
    } else {
      // Nobody's: the instruction runs again, and now it ends the process.
      sigaction(number, &previous, nullptr);
    }
    return;
  }
}

// So many ticks must find the same body before it has run for too long: the first of them finds
// one that may have begun just now. Several, because a machine that stood still in between makes
// one of them. From then on each is a chance to leave: a loop that allocates is nearly always in
// the runtime, where it cannot be left. Two hundred signals a second take less than a thousandth of
// the time.
constexpr int kTicksPerProgram = 10;
constexpr int kTickMs = kMaxProgramCpuMs / kTicksPerProgram;

constinit int ticks_max = kTicksPerProgram;

PINPRICK_BARE void on_tick(int, siginfo_t*, void* context) {
  if (!guard.armed) return;
  if (guard.ticked_body != guard.body) {
    guard.ticked_body = guard.body;
    guard.ticks = 0;
    return;
  }
  if (++guard.ticks < ticks_max) return;
  if (!may_leave_at(instruction_of(context))) return;
  abandon("SIGVTALRM", FaultClass::kEndlessLoop, 0, 0, kRead, stack_of(context));
}

void start_clock() {
  start_ticks(kTickMs);
  guard.has_clock = true;
}

bool install_signal_handlers() {
  struct sigaction action = {};
  action.sa_sigaction = on_signal;
  // On a stack of its own (which the sanitizer gives each thread), so that endless recursion can
  // be caught; NODEFER, because a jump never returns to the kernel to unblock the signal.
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    PINPRICK_CHECK(sigaction(kSignals[i].number, &action, &previous_handlers[i]) == 0);
  }
  // A body that takes its time may be in the middle of a system call.
  action.sa_flags |= SA_RESTART;
  action.sa_sigaction = on_tick;
  PINPRICK_CHECK(sigaction(kTickSignal, &action, nullptr) == 0);
  // A child of fork() has one thread, the one that called, and no clock.
  PINPRICK_CHECK(pthread_atfork(nullptr, nullptr, [] { guard.has_clock = false; }) == 0);
  return true;
}

bool prepare_process() {
  // The linker takes sanitizer_options.o out of the archive only if somebody names it.
  PINPRICK_CHECK(default_asan_options() != nullptr);
  std::size_t scale = 0;
  std::size_t offset = 0;
  __asan_get_shadow_mapping(&scale, &offset);
  PINPRICK_CHECK(scale == shadow::kScale && offset == shadow::kOffset);
  find_safe_code();
  return install_signal_handlers();
}

}  // namespace

namespace trap_internal {

Home* arm(Interception how, void* frame) {
  [[maybe_unused]] static const bool prepared = prepare_process();
  const bool guard_within_guard = guard.armed;
  PINPRICK_CHECK(!guard_within_guard);
  if (!guard.has_clock) [[unlikely]]
    start_clock();
  guard.caught = false;
  guard.leaving = false;
  guard.deaf = how == Interception::kDeaf;
  guard.home_frame = reinterpret_cast<std::uintptr_t>(frame);
  // Known to on_tick() by its number, long before it is old enough to be abandoned by it.
  ++guard.body;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  guard.armed = true;
  return &guard.home;
}

bool collection_due() {
  const bool due = guard.collection_due;
  guard.collection_due = false;
  return due;
}

std::optional<Fault> disarm() {
  guard.armed = false;
  if (!guard.caught) return std::nullopt;
  return Fault{.kind = guard.kind,
               .address = guard.address,
               .size = guard.size,
               .is_write = guard.is_write,
               .entry_point = guard.entry_point};
}

}  // namespace trap_internal

void set_cpu_limit(int ms) { ticks_max = std::max(1, ms / kTickMs); }
int cpu_limit() { return ticks_max * kTickMs; }

void end_body_as(FaultClass fault) {
  if (guard.armed) abandon("end_body_as", fault, 0, 0, kRead);
}

// The wrappers. The linker sends a call of `symbol` to __wrap_symbol and a call of __real_symbol
// to `symbol`; weak, because not every runtime has every one of them.
//
// The report functions and handlers take integers and pointers. On x86-64 (System V) such arguments
// travel in the first six integer registers, further ones on the stack, which the caller owns; so
// one prototype with six words hands any of them on untouched. Registers that were never set are
// handed on as they are and never read.
#define PINPRICK_WORDS                                                                    \
  [[maybe_unused]] std::uintptr_t a, [[maybe_unused]] std::uintptr_t b, std::uintptr_t c, \
      std::uintptr_t d, std::uintptr_t e, std::uintptr_t f

#define PINPRICK_DECLARE_REAL(type, symbol, ...) \
  __attribute__((weak)) type __real_##symbol(__VA_ARGS__)

#define PINPRICK_WRAP_WORDS(symbol, ...)                                              \
  PINPRICK_DECLARE_REAL(void, symbol, std::uintptr_t, std::uintptr_t, std::uintptr_t, \
                        std::uintptr_t, std::uintptr_t, std::uintptr_t);              \
  PINPRICK_BARE void __wrap_##symbol(PINPRICK_WORDS) {                                \
    if (guard.armed) [[unlikely]] {                                                   \
      __VA_ARGS__;                                                                    \
    }                                                                                 \
    PINPRICK_TAIL_CALL return __real_##symbol(a, b, c, d, e, f);                      \
  }

#define PINPRICK_ACCESS(symbol, direction, size, after) \
  PINPRICK_WRAP_WORDS(symbol, return bad_access(#symbol, a, size, direction, after))
#define PINPRICK_ACCESS_N(symbol, direction, after) \
  PINPRICK_WRAP_WORDS(symbol, return bad_access(#symbol, a, b, direction, after))
#define PINPRICK_OUTLINED(symbol, direction, size) \
  PINPRICK_WRAP_WORDS(symbol, return static_cast<void>(check_access(#symbol, a, size, direction)))
#define PINPRICK_OUTLINED_N(symbol, direction) \
  PINPRICK_WRAP_WORDS(symbol, return static_cast<void>(check_access(#symbol, a, b, direction)))
#define PINPRICK_UNDEFINED(symbol, operand, after)                                            \
  PINPRICK_WRAP_WORDS(                                                                        \
      symbol,                                                                                 \
      return report(#symbol, FaultClass::kUndefinedBehaviour, operand == kAddress ? b : 0, 0, \
                    operand == kAddress ? direction_of_mismatch(#symbol, a) : kRead, after))
#define PINPRICK_UNSURE(symbol)                                                    \
  PINPRICK_WRAP_WORDS(symbol, remember_mark(a); __real_##symbol(a, b, c, d, e, f); \
                      guard.mark = nullptr; return)
#define PINPRICK_REPORT(symbol, kind, operand)                                                   \
  PINPRICK_WRAP_WORDS(symbol, abandon(#symbol, FaultClass::kind, operand == kAddress ? a : 0, 0, \
                                      operand == kAddress ? kWrite : kRead))
// The arguments: program counter, frame, stack pointer, address, whether it is a write, size.
#define PINPRICK_REPORT_ACCESS(symbol) \
  PINPRICK_WRAP_WORDS(                 \
      symbol, abandon(#symbol, class_at(d), d, f, static_cast<bool>(e & 1) ? kWrite : kRead))
#define PINPRICK_REPORT_LATE(symbol) PINPRICK_WRAP_WORDS(symbol, return leave_soon(#symbol, a))

// Reading before writing is the order in which the sanitizer looks.
#define PINPRICK_COPY(symbol)                                                                     \
  PINPRICK_DECLARE_REAL(void*, symbol, void*, const void*, std::size_t);                          \
  PINPRICK_BARE void* __wrap_##symbol(void* to, const void* from, std::size_t size) {             \
    if (guard.armed) [[unlikely]] {                                                               \
      const auto target = reinterpret_cast<std::uintptr_t>(to);                                   \
      const auto source = reinterpret_cast<std::uintptr_t>(from);                                 \
      check_apart(#symbol, target, source, size) && check_access(#symbol, source, size, kRead) && \
          check_access(#symbol, target, size, kWrite);                                            \
      copy_bytes(target, source, size);                                                           \
      return to;                                                                                  \
    }                                                                                             \
    PINPRICK_TAIL_CALL return __real_##symbol(to, from, size);                                    \
  }

#define PINPRICK_MOVE(symbol)                                                                    \
  PINPRICK_DECLARE_REAL(void*, symbol, void*, const void*, std::size_t);                         \
  PINPRICK_BARE void* __wrap_##symbol(void* to, const void* from, std::size_t size) {            \
    if (guard.armed) [[unlikely]] {                                                              \
      const auto target = reinterpret_cast<std::uintptr_t>(to);                                  \
      const auto source = reinterpret_cast<std::uintptr_t>(from);                                \
      check_access(#symbol, source, size, kRead) && check_access(#symbol, target, size, kWrite); \
      copy_bytes(target, source, size);                                                          \
      return to;                                                                                 \
    }                                                                                            \
    PINPRICK_TAIL_CALL return __real_##symbol(to, from, size);                                   \
  }

#define PINPRICK_FILL(symbol)                                                  \
  PINPRICK_DECLARE_REAL(void*, symbol, void*, int, std::size_t);               \
  PINPRICK_BARE void* __wrap_##symbol(void* to, int value, std::size_t size) { \
    if (guard.armed) [[unlikely]] {                                            \
      const auto target = reinterpret_cast<std::uintptr_t>(to);                \
      check_access(#symbol, target, size, kWrite);                             \
      fill_bytes(target, value, size);                                         \
      return to;                                                               \
    }                                                                          \
    PINPRICK_TAIL_CALL return __real_##symbol(to, value, size);                \
  }

#define PINPRICK_COMPARE(symbol)                                                             \
  PINPRICK_DECLARE_REAL(int, symbol, const void*, const void*, std::size_t);                 \
  PINPRICK_BARE int __wrap_##symbol(const void* left, const void* right, std::size_t size) { \
    if (guard.armed) [[unlikely]] {                                                          \
      const auto one = reinterpret_cast<std::uintptr_t>(left);                               \
      const auto other = reinterpret_cast<std::uintptr_t>(right);                            \
      if (!check_access(#symbol, one, size, kRead) ||                                        \
          !check_access(#symbol, other, size, kRead)) {                                      \
        return compare_bytes(one, other, size);                                              \
      }                                                                                      \
    }                                                                                        \
    PINPRICK_TAIL_CALL return __real_##symbol(left, right, size);                            \
  }

#define PINPRICK_FIND(symbol)                                                        \
  PINPRICK_DECLARE_REAL(void*, symbol, const void*, int, std::size_t);               \
  PINPRICK_BARE void* __wrap_##symbol(const void* in, int value, std::size_t size) { \
    if (guard.armed) [[unlikely]] {                                                  \
      const auto begin = reinterpret_cast<std::uintptr_t>(in);                       \
      const std::uintptr_t found = find_byte(begin, value, size);                    \
      const std::size_t looked_at = found == 0 ? size : found - begin + 1;           \
      check_access(#symbol, begin, looked_at, kRead);                                \
      return reinterpret_cast<void*>(found);                                         \
    }                                                                                \
    PINPRICK_TAIL_CALL return __real_##symbol(in, value, size);                      \
  }

#define PINPRICK_LENGTH(symbol)                                         \
  PINPRICK_DECLARE_REAL(std::size_t, symbol, const char*);              \
  PINPRICK_BARE std::size_t __wrap_##symbol(const char* text) {         \
    if (guard.armed) [[unlikely]] {                                     \
      const auto begin = reinterpret_cast<std::uintptr_t>(text);        \
      const std::size_t length = find_byte(begin, 0, SIZE_MAX) - begin; \
      check_access(#symbol, begin, length + 1, kRead);                  \
      return length;                                                    \
    }                                                                   \
    PINPRICK_TAIL_CALL return __real_##symbol(text);                    \
  }

// The forms of operator delete differ in what follows the pointer, never in what we need of it.
#define PINPRICK_RELEASE(symbol)               \
  PINPRICK_WRAP_WORDS(                         \
      symbol, if (check_release(#symbol, a)) { \
        __real_##symbol(a, b, c, d, e, f);     \
        leave_if_due();                        \
      } return)
#define PINPRICK_RELEASE_SIZED(symbol)                  \
  PINPRICK_WRAP_WORDS(                                  \
      symbol, if (check_release_sized(#symbol, a, b)) { \
        __real_##symbol(a, b, c, d, e, f);              \
        leave_if_due();                                 \
      } return)
#define PINPRICK_RESIZE(symbol)                                               \
  PINPRICK_DECLARE_REAL(void*, symbol, void*, std::size_t);                   \
  PINPRICK_BARE void* __wrap_##symbol(void* block, std::size_t size) {        \
    if (guard.armed) [[unlikely]] {                                           \
      if (!check_release(#symbol, reinterpret_cast<std::uintptr_t>(block))) { \
        return nullptr;                                                       \
      }                                                                       \
      void* const resized = __real_##symbol(block, size);                     \
      leave_if_due();                                                         \
      return resized;                                                         \
    }                                                                         \
    PINPRICK_TAIL_CALL return __real_##symbol(block, size);                   \
  }

// NOLINTBEGIN(bugprone-reserved-identifier): the linker's names.
extern "C" {
#include "harness/interpreter/entry_points.def"
}
// NOLINTEND(bugprone-reserved-identifier)

}  // namespace pinprick::harness
