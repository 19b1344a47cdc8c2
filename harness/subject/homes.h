// Who lived where: the memory of every place that a value of the program under test has had.
//
// It turns the address of a fault into the question that matters: whose old home was this, and
// which operation moved him out?
//
// One log serves the process, as the recorder does, because two write it, and the order counts: the
// interpreter, of each place that a value of the program has, and the types under test, of those
// that they give to their own parts (see inner_box.h and vacated.h). It never allocates while a
// program runs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/program/program.h"

namespace pinprick::harness {

using HomeIndex = std::uint32_t;

struct HomeRecord {
  std::uintptr_t address;
  std::uint32_t size;
  ValueId owner;
  std::uint16_t vacated_by;  // the operation that made him, while he lives there
  bool vacated;
};

class Homes {
 public:
  void reset() { count_ = 0; }
  HomeIndex enter(const void* address, std::size_t size, ValueId owner) {
    PINPRICK_CHECK(count_ < kMaxHomes);
    records_[count_] = {reinterpret_cast<std::uintptr_t>(address), static_cast<std::uint32_t>(size),
                        owner, owner, false};
    return count_++;
  }
  void leave(HomeIndex home, std::uint16_t op) {
    records_[home].vacated = true;
    records_[home].vacated_by = op;
  }
  const HomeRecord& operator[](HomeIndex home) const { return records_[home]; }
  HomeIndex count() const { return count_; }

  // The last who lived at `address`; null if nobody did. Linear.
  const HomeRecord* find(std::uintptr_t address) const;
  // The same, of somebody who surely did.
  HomeIndex index_of(std::uintptr_t address) const {
    return static_cast<HomeIndex>(find(address) - records_.data());
  }

 private:
  std::array<HomeRecord, kMaxHomes> records_ = {};
  HomeIndex count_ = 0;
};

// The one log of the process. The interpreter resets it before a program.
inline constinit Homes the_homes;
inline Homes& homes() { return the_homes; }

}  // namespace pinprick::harness
