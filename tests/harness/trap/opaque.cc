#include "tests/harness/trap/opaque.h"

namespace pinprick::harness {

void* hide(void* pointer) { return pointer; }
std::uintptr_t escape(const void* pointer) { return reinterpret_cast<std::uintptr_t>(pointer); }
std::size_t hide_size(std::size_t size) { return size; }

}  // namespace pinprick::harness
