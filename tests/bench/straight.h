// Programs of six operations, and each of them once more as straight C++: what the operations cost
// without a harness.
//
// Every 12,000th of the 126,682 clean programs of six operations that an enumeration over one
// `example` has (no misuse, so that straight C++ survives them), and one that polls as people do;
// by their operations they are like all that it has: every third makes or moves a future, every
// fourth is about tasks and wakers, one in fifteen polls.
//
// Straight means: the library's own Example and Box and Pin, std's vector, deque, optional and
// shared_ptr, the harness's counted task, because the library has none that can be misused; locals
// that end in the reverse of their order. Compiled as the types under test are.
#pragma once

#include <array>
#include <cstddef>

namespace pinprick::harness {

struct StraightProgram {
  const char* text;  // as `pinprick run` takes it
  void (*run)();
};

inline constexpr std::size_t kStraightPrograms = 11;
extern const std::array<StraightProgram, kStraightPrograms> straight_programs;

}  // namespace pinprick::harness
