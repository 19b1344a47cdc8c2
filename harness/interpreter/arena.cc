#include "harness/interpreter/arena.h"

#include <sanitizer/asan_interface.h>

#include <cstring>

#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/interpreter/shadow.h"

namespace pinprick::harness {
namespace {

constexpr std::size_t kGap = 16;
static_assert(kGap % shadow::kGranule == 0, "every place begins with a granule of its own");

std::uintptr_t address_of(const void* place) { return reinterpret_cast<std::uintptr_t>(place); }

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
  shadow::unpoison(address_of(place), size);
  return place;
}

void Arena::vacate(void* place, std::size_t size) {
  const std::uintptr_t address = address_of(place);
  if (address % shadow::kGranule == 0 && size % shadow::kGranule == 0) {
    shadow::poison(address, size);
  } else {
    // It may share a granule with a neighbour, whom the runtime leaves as he is.
    __asan_poison_memory_region(place, size);
  }
}

void Arena::take_again(void* place, std::size_t size) { shadow::unpoison(address_of(place), size); }

void Arena::reset() {
  shadow::poison(address_of(storage_.get()), taken());
  next_ = storage_.get();
}

void Arena::blank() {
  __asan_unpoison_memory_region(storage_.get(), taken());
  std::memset(storage_.get(), 0, taken());
}

}  // namespace pinprick::harness
