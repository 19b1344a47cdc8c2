// The parser of programs: what text_promises.h says, of any bytes whatever.
#include <algorithm>
#include <cstddef>

#include "absl/strings/str_split.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/text_promises.h"

namespace pinprick::harness {

void judge_input(absl::Span<const std::uint8_t> input) {
  judge_text({reinterpret_cast<const char*>(input.data()), input.size()});
}

// Without what is said to people, which is half of it.
std::vector<std::uint8_t> input_of(absl::string_view text) {
  std::vector<std::uint8_t> input;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::size_t comment = std::min(line.find('#'), line.size());
    const std::size_t stated = std::min(line.find("#~"), line.size());
    if (comment == 0 && stated == line.size()) continue;
    input.insert(input.end(), line.begin(), line.begin() + comment);
    input.insert(input.end(), line.begin() + stated, line.end());
    input.push_back('\n');
  }
  return input;
}

std::vector<std::string> dictionary() { return words_of_the_language(); }

}  // namespace pinprick::harness
