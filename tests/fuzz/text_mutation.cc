// How text is changed: word by word and line by line, and now and then as bytes. By bytes alone
// most of what is tried ends at the first word that is none.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "tests/fuzz/target.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace pinprick::harness {
namespace {

// One input in so many is changed as bytes.
constexpr unsigned kAsBytesOneIn = 4;

using Tokens = std::vector<std::string>;

// Words and numbers, and every other character by itself, blanks and line breaks too.
Tokens tokens_of(absl::string_view text) {
  Tokens tokens;
  bool in_word = false;
  for (const char c : text) {
    const bool is_word = absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
    if (!is_word || !in_word) tokens.emplace_back();
    tokens.back() += c;
    in_word = is_word;
  }
  return tokens;
}

class Mutation {
 public:
  Mutation(Tokens& tokens, unsigned seed) : tokens_(tokens), random_(seed) {}

  unsigned below(std::size_t bound) { return static_cast<unsigned>(random_() % bound); }

  // One word or line goes, is doubled or moved; or a word becomes another.
  void step() {
    if (tokens_.empty()) tokens_.emplace_back("\n");
    const bool by_line = below(3) == 0;
    const Tokens::iterator at = tokens_.begin() + below(tokens_.size());
    const Tokens::iterator begin = by_line ? line_begin(at) : at;
    const Tokens::iterator end = by_line ? line_end(at) : at + 1;
    const Tokens part(begin, end);
    switch (below(by_line ? 3 : 6)) {
      case 0:
        tokens_.erase(begin, end);
        break;
      case 1:
        tokens_.insert(end, part.begin(), part.end());
        break;
      case 2: {  // moved
        tokens_.erase(begin, end);
        const Tokens::iterator place = tokens_.begin() + below(tokens_.size() + 1);
        const bool inside = by_line && place != tokens_.end();
        tokens_.insert(inside ? line_begin(place) : place, part.begin(), part.end());
        break;
      }
      case 3:
        *at = number();
        break;
      case 4:
        *at = word();
        break;
      default:
        *at = std::string(tokens_[below(tokens_.size())]);
    }
  }

 private:
  Tokens::iterator line_begin(Tokens::iterator at) {
    while (at != tokens_.begin() && *(at - 1) != "\n") --at;
    return at;
  }
  Tokens::iterator line_end(Tokens::iterator at) {
    at = std::find(at, tokens_.end(), "\n");
    return at == tokens_.end() ? at : at + 1;
  }

  std::string number() {
    constexpr const char* kBounds[] = {"255", "256", "2147483648", "18446744073709551616"};
    return below(4) == 0 ? kBounds[below(std::size(kBounds))] : absl::StrCat(below(18));
  }
  std::string word() {
    static const std::vector<std::string> words = dictionary();
    return words[below(words.size())];
  }

  Tokens& tokens_;
  std::minstd_rand random_;
};

}  // namespace
}  // namespace pinprick::harness

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  using namespace pinprick::harness;
  Tokens tokens = tokens_of({reinterpret_cast<const char*>(data), size});
  Mutation mutation(tokens, seed);
  if (mutation.below(kAsBytesOneIn) == 0) return LLVMFuzzerMutate(data, size, max_size);
  do {
    mutation.step();
  } while (mutation.below(3) == 0);
  const std::string text = absl::StrJoin(tokens, "").substr(0, max_size);
  std::copy(text.begin(), text.end(), data);
  return text.size();
}
