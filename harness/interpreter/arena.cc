#include "harness/interpreter/arena.h"

#include <sanitizer/asan_interface.h>

#include <cstring>

#include "harness/base/check.h"
#include "harness/base/limits.h"

namespace pinprick::harness {
namespace {

constexpr std::size_t kGap = 16;

}  // namespace

Arena::Arena() : storage_(new std::byte[kArenaBytes]), next_(storage_.get()) {
  __asan_poison_memory_region(storage_.get(), kArenaBytes);
}

Arena::~Arena() { __asan_unpoison_memory_region(storage_.get(), kArenaBytes); }

void* Arena::take(std::size_t size, std::size_t align) {
  PINPRICK_CHECK(align <= kGap);
  std::byte* const place = next_;
  const std::size_t step = (size + kGap - 1) / kGap * kGap + kGap;
  PINPRICK_CHECK(taken() + step <= kArenaBytes);
  next_ += step;
  __asan_unpoison_memory_region(place, size);
  return place;
}

void Arena::vacate(void* place, std::size_t size) { __asan_poison_memory_region(place, size); }

void Arena::take_again(void* place, std::size_t size) {
  __asan_unpoison_memory_region(place, size);
}

void Arena::reset() {
  __asan_poison_memory_region(storage_.get(), taken());
  next_ = storage_.get();
}

void Arena::blank() {
  __asan_unpoison_memory_region(storage_.get(), taken());
  std::memset(storage_.get(), 0, taken());
}

}  // namespace pinprick::harness
