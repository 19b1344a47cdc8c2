#include "harness/subject/homes.h"

namespace pinprick::harness {

const HomeRecord* Homes::find(std::uintptr_t address) const {
  // Backwards: a value that Pin::set put in place came later than the one it destroyed.
  for (HomeIndex i = count_; i-- > 0;) {
    if (address - records_[i].address < records_[i].size) return &records_[i];
  }
  return nullptr;
}

}  // namespace pinprick::harness
