#include "harness/program/quote.h"

#include <cstdint>

#include "absl/strings/str_cat.h"

namespace pinprick::harness {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Not what looks strange, only what is not seen and yet does something.
constexpr Range kActedUpon[] = {
    {0, 0x1f},         // control characters
    {0x7f, 0x9f},      // ... and those of Latin-1, which terminals obey as well
    {0x200b, 0x200f},  // of no width, and marks of direction
    {0x2028, 0x202e},  // line separators, and what turns the direction around
    {0x2060, 0x206f},  // ... and more of both
    {0xfeff, 0xfeff},  // the byte order mark
};

bool is_shown(char32_t code) {
  for (const Range& range : kActedUpon) {
    if (code >= range.first && code <= range.last) return false;
  }
  return true;
}

// How many bytes the first character has; 0 if it is none, or none that is shown.
std::size_t shown_bytes(absl::string_view text) {
  const auto lead = static_cast<std::uint8_t>(text[0]);
  if (lead < 0x80) return is_shown(lead) ? 1 : 0;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const std::size_t size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (text.size() < size) return 0;
  char32_t code = lead & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<std::uint8_t>(text[i]);
    if ((next & 0xc0U) != 0x80) return 0;
    code = code << 6 | (next & 0x3fU);
  }
  // Longer than need be, half of a pair, or past the last one.
  constexpr char32_t kFirstOfSize[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kFirstOfSize[size] || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff) return 0;
  return is_shown(code) ? size : 0;
}

}  // namespace

std::string quote(absl::string_view word) {
  std::string out = "`";
  absl::string_view rest = word.substr(0, kMaxQuoted);
  while (!rest.empty()) {
    const std::size_t shown = shown_bytes(rest);
    if (shown > 0) {
      absl::StrAppend(&out, rest.substr(0, shown));
    } else {
      absl::StrAppend(&out, "\\x", absl::Hex(static_cast<std::uint8_t>(rest[0]), absl::kZeroPad2));
    }
    rest.remove_prefix(shown > 0 ? shown : 1);
  }
  if (word.size() > kMaxQuoted) out += "...";
  out += "`";
  return out;
}

}  // namespace pinprick::harness
