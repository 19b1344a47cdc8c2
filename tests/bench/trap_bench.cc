// How many faults a second come back as values. A campaign of misuse programs runs no faster.
#include <benchmark/benchmark.h>
#include <sanitizer/asan_interface.h>

#include <array>
#include <cstdlib>

#include "harness/interpreter/trap.h"

namespace pinprick::harness {
namespace {

alignas(8) std::array<char, 64> storage;

// Through memory: clang checks no access of which it can prove that it lies within a global.
char* volatile vacated = storage.data();

// By value, so that the load is made, and checked, in the caller: benchmark::DoNotOptimize takes a
// reference, and what its inline assembly reads nobody checks.
void keep(char value) { benchmark::DoNotOptimize(value); }

void no_fault(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(trap(Interception::kOn, [] { benchmark::DoNotOptimize(storage); }));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(no_fault);

void use_after_poison(benchmark::State& state) {
  __asan_poison_memory_region(storage.data(), storage.size());
  for (auto _ : state) {
    volatile char* const place = vacated;
    benchmark::DoNotOptimize(trap(Interception::kOn, [=] { keep(*place); }));
  }
  __asan_unpoison_memory_region(storage.data(), storage.size());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(use_after_poison);

// A frame of its own with an array in it, as a real poll has.
[[gnu::noinline]] char touch_from_a_frame(volatile char* place, int depth) {
  std::array<char, 96> local = {};
  benchmark::DoNotOptimize(local.data());  // Its address leaves the frame.
  if (depth > 0)
    return static_cast<char>(touch_from_a_frame(place, depth - 1) +
                             local[static_cast<std::size_t>(depth)]);
  return static_cast<char>(*place + local[0]);
}

void use_after_poison_in_frames(benchmark::State& state) {
  __asan_poison_memory_region(storage.data(), storage.size());
  for (auto _ : state) {
    volatile char* const place = vacated;
    benchmark::DoNotOptimize(trap(Interception::kOn, [=] { keep(touch_from_a_frame(place, 4)); }));
  }
  __asan_unpoison_memory_region(storage.data(), storage.size());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(use_after_poison_in_frames);

void use_after_free(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(trap(Interception::kOn, [] {
      auto* volatile block = static_cast<volatile char*>(malloc(48));
      free(const_cast<char*>(block));
      keep(*block);
    }));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(use_after_free);

}  // namespace
}  // namespace pinprick::harness

BENCHMARK_MAIN();
