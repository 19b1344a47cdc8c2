// main, and the operator new that counts.
#include "tests/bench/futures/kit.h"

#include <cstdlib>
#include <new>

namespace {

std::size_t calls = 0;

void* allocate(std::size_t size) {
  ++calls;
  void* const place = std::malloc(size);
  if (place == nullptr) throw std::bad_alloc();
  return place;
}

void* allocate(std::size_t size, std::align_val_t alignment) {
  ++calls;
  const auto unit = static_cast<std::size_t>(alignment);
  // The size has to be a multiple of the alignment.
  void* const place = std::aligned_alloc(unit, (size + unit - 1) / unit * unit);
  if (place == nullptr) throw std::bad_alloc();
  return place;
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, alignment);
}
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }
void operator delete(void* place, std::align_val_t) noexcept { std::free(place); }
void operator delete(void* place, std::size_t, std::align_val_t) noexcept { std::free(place); }

std::size_t pinprick::bench::allocations() noexcept { return calls; }

BENCHMARK_MAIN();
