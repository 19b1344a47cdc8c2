// A fault of the program under test, as a value instead of the end of the process.
//
//   std::optional<Fault> fault = trap(Interception::kOn, [&] { run(program); });
//
// The instrumented code runs its ordinary inline check. Where the check fails it calls the
// sanitizer's report function, and the linker has put a wrapper in front of each of those
// (entry_points.def names them all). Inside of a guarded body the wrapper notes what was touched
// and jumps back to trap(), which returns the fault. Everywhere else, and in every other thread,
// the sanitizer's own function runs as if there were no wrapper, and the process dies with a
// report.
//
// Promise: a fault comes back with the class that the sanitizer's own report would have named, and
// the stack of the abandoned body is clean again, so that millions of faults can follow. A caught
// SIGSEGV, SIGBUS, SIGFPE or SIGILL (null and wild pointers, endless recursion) comes back too.
//
// What breaks it:
//   - The abandoned body runs no destructors. Whatever it owned is the caller's to free, from a
//     ledger of his own; a lock it held stays held.
//   - An exception that leaves the body ends the process.
//   - A guard inside a guard is a mistake of the harness and ends the process.
//   - Code in shared libraries that were linked without the wrappers (libstdc++.so, libc.so) still
//     calls the sanitizer itself: an invalid free or a bad memcpy made in there is not caught. In
//     C++20 the containers and strings are compiled into the program, so little is left in there.
//   - The sanitizer's vptr check (see sanitizer_options.h) and its complaint about memory from new
//     that is given to free are not intercepted.
#pragma once

#include <setjmp.h>

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
// its own declares them.
extern "C" void* __asan_stack_malloc_0(std::size_t size);
extern "C" void __asan_stack_free_0(void* frame, std::size_t size);

// Arms the calling thread. The buffer is where the next report jumps to, `frame` whose frame that
// is.
jmp_buf& arm(Interception how, void* frame);

// Whether the fake stack is to be looked through for abandoned frames.
bool collection_due();

// Disarms the calling thread; the fault, if there was one since arm().
std::optional<Fault> disarm();

}  // namespace trap_internal

// Runs `body` (anything that can be called without arguments): nothing if it ended, the fault if
// it was abandoned.
//
// Never inlined: a jump restores the registers as they were at the call of setjmp, and a variable
// of the caller that lived in one of them would lose what the body did to it. In a frame of its
// own, with nothing in it that changes, there is nothing to lose.
template <class Body>
[[gnu::noinline]] std::optional<Fault> trap(Interception how, Body&& body) noexcept {
  if (how == Interception::kOff) {
    body();
    return std::nullopt;
  }
  if (_setjmp(trap_internal::arm(how, __builtin_frame_address(0))) == 0) {
    body();
  } else if (trap_internal::collection_due()) {
    // The next frame that is taken has those taken back that lie below it. Taken by a body, it
    // would lie beside the first frame of the last body, which would stay for ever, and the next,
    // and the next. From here it lies above them all.
    constexpr std::size_t kSmallestFrame = 64;
    void* const frame = trap_internal::__asan_stack_malloc_0(kSmallestFrame);
    if (frame != nullptr) trap_internal::__asan_stack_free_0(frame, kSmallestFrame);
  }
  return trap_internal::disarm();
}

}  // namespace pinprick::harness
