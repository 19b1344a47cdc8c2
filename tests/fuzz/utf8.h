// UTF-8, read strictly: what a test demands of what is shown to people. Not the parser's own notion
// of it, which is under test.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace pinprick::harness {

struct Character {
  char32_t code = 0;
  std::size_t size = 0;  // bytes; 0: no character starts there
};

// The first one. No overlong forms, no surrogates, nothing past U+10FFFF.
inline Character next_character(absl::string_view text) {
  if (text.empty()) return {};
  const auto lead = static_cast<std::uint8_t>(text[0]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return {};
  char32_t code = lead & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    if ((byte & 0xc0U) != 0x80) return {};
    code = code << 6 | (byte & 0x3fU);
  }
  constexpr char32_t kFirstOf[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < kFirstOf[size] || is_surrogate || code > 0x10ffff) return {};
  return {code, size};
}

// What a terminal acts upon instead of showing it: the control characters of ASCII and of Latin-1,
// line separators, and marks that change the direction of what follows.
constexpr bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0x200e && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

}  // namespace pinprick::harness
