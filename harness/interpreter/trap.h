// A fault of the program under test, as a value instead of the end of the process.
//
//   std::optional<Fault> fault = trap(Interception::kOn, [&] { run(program); });
//
// The instrumented code runs its ordinary inline check. Where the check fails it calls the
// sanitizer's report function, and the linker has put a wrapper in front of each of those
// (entry_points.def names them all). What the sanitizer finds by itself, in a library function that
// it intercepts or in a call from a library without wrappers, is met within its runtime, where it
// is about to report. Inside of a guarded body the wrapper notes what was touched and jumps back to
// trap(), which returns the fault. Everywhere else, and in every other thread, the sanitizer's own
// function runs as if there were no wrapper, and the process dies with a report.
//
// Promise: a fault comes back with the class that the sanitizer's own report would have named, and
// the stack of the abandoned body is clean again, so that millions of faults can follow. A caught
// SIGSEGV, SIGBUS, SIGFPE, SIGILL or SIGABRT (null and wild pointers, endless recursion, an
// exception that leaves a destructor) comes back too, and a body that takes more than
// kMaxProgramCpuMs of CPU time comes back as an endless loop.
//
// What breaks it:
//   - The abandoned body runs no destructors. Whatever it owned is the caller's to free, from a
//     ledger of his own; a lock it held stays held.
//   - An exception that leaves the body is one that nobody may catch: ABRT.
//   - A guard inside a guard is a mistake of the harness and ends the process.
//   - A body that waits takes no CPU time. One that never comes out of the C library or the
//     sanitizer's runtime cannot be left (interrupt.h).
//   - A block that a shared library gives back by the wrong function (delete for malloc) is
//     reported, but the body goes on to its end or its next fault.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "harness/program/fault.h"

namespace pinprick::harness {

struct Fault {
  FaultClass kind = FaultClass::kOther;
  // A byte of the access that the program may not touch: the first, except that clang checks only
  // the two ends of a misaligned access, and may name the last. The pointer of a bad free; what
  // UBSan says of a pointer, or 0.
  std::uintptr_t address = 0;
  // Bytes of the whole access; 0 where there is none.
  std::size_t size = 0;
  bool is_write = false;
  // The symbol or the signal through which it came. Lives for ever.
  const char* entry_point = "";
};

enum class Interception {
  kOn,
  // A planted fault of the harness, for the fire drill: a report inside of the body is swallowed
  // and the program goes on. Where the compiler left no code to go on with (a report function that
  // never returns, see entry_points.def) the body ends there, and trap() returns nothing.
  kDeaf,
  // The unmodified sanitizer: a fault in the body ends the process with its report.
  kOff,
};

namespace trap_internal {

// The sanitizer's fake stack, where frames live whose use after return is to be seen. No header of
// its own declares them, nor the function that has it looked through when it is next used.
extern "C" void __asan_handle_no_return();
extern "C" void* __asan_stack_malloc_0(std::size_t size);
extern "C" void __asan_stack_free_0(void* frame, std::size_t size);

// A place to jump back to, and how it is set: setjmp and longjmp without what the C library does
// besides. Its longjmp runs the handlers by which its own functions unlock what they hold, and some
// of those do not survive it.
struct Home {
  std::uintptr_t registers[8];
};
extern "C" [[gnu::returns_twice]] int pinprick_set_home(Home* home);

// Arms the calling thread. The result is where the next report jumps to, `frame` whose frame that
// is.
Home* arm(Interception how, void* frame);

// Whether the fake stack is to be looked through for abandoned frames.
bool collection_due();

// Disarms the calling thread; the fault, if there was one since arm().
std::optional<Fault> disarm();

}  // namespace trap_internal

// How much CPU time a body may take, in place of kMaxProgramCpuMs. In steps of a tenth of that.
void set_cpu_limit(int ms);
int cpu_limit();

// For whoever keeps count of what a body does, and has no room for more: ends it with that fault.
// Returns only where no body is guarded. What breaks it: a caller that holds a lock.
void end_body_as(FaultClass fault);

// Runs `body` (anything that can be called without arguments): nothing if it ended, the fault if
// it was abandoned.
//
// Never inlined: a jump restores the registers as they were when home was set, and a variable
// of the caller that lived in one of them would lose what the body did to it. In a frame of its
// own, with nothing in it that changes, there is nothing to lose.
template <class Body>
[[gnu::noinline]] std::optional<Fault> trap(Interception how, Body&& body) noexcept {
  if (how == Interception::kOff) {
    body();
    return std::nullopt;
  }
  if (trap_internal::pinprick_set_home(trap_internal::arm(how, __builtin_frame_address(0))) == 0) {
    body();
  } else if (trap_internal::collection_due()) {
    // The next frame that is taken has those taken back that lie below it. Taken by a body, it
    // would lie beside the first frame of the last body, which would stay for ever, and the next,
    // and the next. From here it lies above them all.
    trap_internal::__asan_handle_no_return();
    constexpr std::size_t kSmallestFrame = 64;
    void* const frame = trap_internal::__asan_stack_malloc_0(kSmallestFrame);
    if (frame != nullptr) trap_internal::__asan_stack_free_0(frame, kSmallestFrame);
  }
  return trap_internal::disarm();
}

}  // namespace pinprick::harness
