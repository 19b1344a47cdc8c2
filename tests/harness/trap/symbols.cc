#include "tests/harness/trap/symbols.h"

#include <stdio.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <sstream>

#include "harness/base/check.h"

extern "C" void __asan_init();

namespace pinprick::harness {
namespace {

std::map<std::string, std::uintptr_t> read_symbols() {
  std::array<char, 4096> path = {};
  const ssize_t length = readlink("/proc/self/exe", path.data(), path.size() - 1);
  PINPRICK_CHECK(length > 0);
  const std::string command = "nm --defined-only '" + std::string(path.data()) + "'";
  std::map<std::string, std::uintptr_t> symbols;
  FILE* const output = popen(command.c_str(), "r");
  if (output == nullptr) return symbols;
  std::array<char, 4096> line;
  while (fgets(line.data(), line.size(), output) != nullptr) {
    std::istringstream words(line.data());
    std::string address;
    std::string type;
    std::string symbol;
    words >> address >> type >> symbol;
    // Code, visible or hidden or weak.
    if (type != "T" && type != "t" && type != "W" && type != "w") continue;
    symbols[symbol] = std::strtoull(address.c_str(), nullptr, 16);
  }
  pclose(output);
  // The program was loaded somewhere else than the file says.
  const auto known = symbols.find("__asan_init");
  PINPRICK_CHECK(known != symbols.end());
  const std::uintptr_t shift = reinterpret_cast<std::uintptr_t>(&__asan_init) - known->second;
  for (auto& [symbol, address] : symbols) address += shift;
  return symbols;
}

}  // namespace

const std::map<std::string, std::uintptr_t>& linked_functions() {
  static const auto& symbols = *new std::map<std::string, std::uintptr_t>(read_symbols());
  return symbols;
}

std::uintptr_t unwrapped(const char* symbol) {
  const auto found = linked_functions().find(symbol);
  PINPRICK_CHECK(found != linked_functions().end());
  return found->second;
}

}  // namespace pinprick::harness
