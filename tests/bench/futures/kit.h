#pragma once

// What the benchmarks of the futures share.
//
// What it is: `measure`, which times an operation and counts what it allocates.
//
// What it promises: the name of a benchmark is WORK/WHO: `chain_poll/pinprick`. scripts/bench reads
// from google-benchmark's lines what an operation takes and what it allocates, and puts all who did
// the same work side by side.
//
// What breaks it: a second thread that allocates.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>

#include "pinprick/waker.h"

namespace pinprick::bench {

// How often operator new was called, in the whole binary.
std::size_t allocations() noexcept;

// From here on the compiler knows nothing of `object`: neither what it holds, nor that nobody looks
// at it. By its address always: benchmark::DoNotOptimize of a variable leaves g++ 12 the choice
// between the variable and a copy in a register, and others may hold the address of the variable.
template <class T>
void expose(T& object) noexcept {
  asm volatile("" : : "r"(&object) : "memory");
}

// A waker that wakes nobody, of which the compiler knows as little as of one that an executor hands
// down. (In Rust: black_box.) A compiler that knows it leaves the wakes out, which measures the
// compiler.
inline Waker opaque_noop() {
  Waker waker = Waker::noop();
  expose(waker);
  return waker;
}

// Times `run`, each call of which does `operations` operations.
template <class Run>
void measure(benchmark::State& state, std::size_t operations, Run run) {
  run();
  const std::size_t before = allocations();
  for (auto _ : state) run();
  const auto done = static_cast<double>(state.iterations()) * static_cast<double>(operations);
  state.counters["allocations"] = static_cast<double>(allocations() - before) / done;
  state.SetItemsProcessed(static_cast<std::int64_t>(done));
}

}  // namespace pinprick::bench
