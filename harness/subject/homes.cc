#include "harness/subject/homes.h"

#include "harness/base/check.h"
#include "harness/base/limits.h"

namespace pinprick::harness {

Homes::Homes() { records_.reserve(kMaxHomes); }

HomeIndex Homes::enter(const void* address, std::size_t size, ValueId owner) {
  PINPRICK_CHECK(records_.size() < kMaxHomes);
  records_.push_back({reinterpret_cast<std::uintptr_t>(address), static_cast<std::uint32_t>(size),
                      owner, owner, false});
  return static_cast<HomeIndex>(records_.size() - 1);
}

void Homes::leave(HomeIndex home, std::uint16_t op) {
  records_[home].vacated = true;
  records_[home].vacated_by = op;
}

const HomeRecord* Homes::find(std::uintptr_t address) const {
  // Backwards: a value that Pin::set put in place came later than the one it destroyed.
  for (std::size_t i = records_.size(); i-- > 0;) {
    if (address - records_[i].address < records_[i].size) return &records_[i];
  }
  return nullptr;
}

Homes& homes() {
  static Homes the_homes;
  return the_homes;
}

}  // namespace pinprick::harness
