// A number that stands in a kind or in a statement: `len=8`, `bytes 8`.
#pragma once

#include <cstdint>

namespace pinprick::harness {

struct Parameter {
  const char* name;  // null: there is no such number
  std::uint8_t min;
  std::uint8_t max;
  std::uint8_t standard;  // what it is when left out
};

}  // namespace pinprick::harness
