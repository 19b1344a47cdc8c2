// The functions that were linked into this program, the sanitizers' runtime among them: its hidden
// ones too, and the real ones behind the wrappers.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace pinprick::harness {

// Addresses by symbols. Empty if nm(1) is not there.
const std::map<std::string, std::uintptr_t>& linked_functions();

// A function of the runtime by an address that no wrapper stands before. Ends the test program if
// it was not linked.
std::uintptr_t unwrapped(const char* symbol);

}  // namespace pinprick::harness
