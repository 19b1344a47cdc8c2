// Compiled three times; TOUCH_FLAVOUR is the namespace.
#include "tests/harness/trap/touch.h"

namespace pinprick::harness::TOUCH_FLAVOUR {
namespace {

template <class T>
void load(const void* from) {
  // Into a volatile: a load whose result nobody uses would not be made.
  [[maybe_unused]] volatile T value = *static_cast<const T*>(from);
}

template <class T>
void store(void* to) {
  *static_cast<T*>(to) = T{1};
}

// Volatile structs have no copy; the word goes on alone.
void load_misaligned(const void* from) {
  [[maybe_unused]] volatile std::uint64_t value = static_cast<const Misaligned*>(from)->word;
}

void store_misaligned(void* to) { static_cast<Misaligned*>(to)->word = 1; }

int add(int left, int right) { return left + right; }

}  // namespace

extern const Touch touch;
const Touch touch = {
    load<std::uint8_t>,
    load<std::uint16_t>,
    load<std::uint32_t>,
    load<std::uint64_t>,
    load<Sixteen>,
    load_misaligned,
    store<std::uint8_t>,
    store<std::uint16_t>,
    store<std::uint32_t>,
    store<std::uint64_t>,
    store<Sixteen>,
    store_misaligned,
    add,
};

}  // namespace pinprick::harness::TOUCH_FLAVOUR
