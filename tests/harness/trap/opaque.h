// What the compiler must not see through: an optimiser that knows where a pointer comes from drops
// the access, proves it good, or warns of the very fault that the test is about. Not inline
// assembly, which would take the frame of its caller off the fake stack.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pinprick::harness {

void* hide(void* pointer);
std::uintptr_t escape(const void* pointer);
std::size_t hide_size(std::size_t size);

}  // namespace pinprick::harness
