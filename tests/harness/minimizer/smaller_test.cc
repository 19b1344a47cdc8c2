// The order of programs: total, and as its header says.
#include "harness/minimizer/smaller.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "harness/generator/generator.h"
#include "tests/harness/minimizer/watched.h"

namespace pinprick::harness::smaller_test {
namespace {

// Each is smaller than the next, and so than all that follow.
TEST(Smaller, Examples) {
  const std::vector<const char*> texts = {
      "",
      "let f = make yield_n\n",
      "let f = make example\n",
      "let f = make yield_n(n=0)\n",
      "let f = make example(len=1)\n",
      "let f = make example(len=2)\n",
      "let f = make yield_n(n=2)\n",
      "let f = make machine(a = int 0)\n",
      "let f = make machine(a = int 1)\n",
      "let f = make fuse(yield_n)\n",
      "let f = make fuse(example)\n",
      "let f = make then(yield_n, yield_n)\n",
      "let f = make then(yield_n, example)\n",
      "let f = make then(example, yield_n)\n",
      "let f = make machine(await; await; await; await; await)\n",
      "let f = make liar\n",
      "let f = make yield_n\nlet g = move f\n",
      "let f = make yield_n\nlet b = box f\n",
      "let f = make example\nlet b = box f\n",
      "let f = make yield_n\nlet g = make yield_n\nlet b = box f\n",
      "let f = make yield_n\nlet g = make yield_n\nlet b = box g\n",
      "let f = make yield_n\nlet v = vec f\nlet p = pin_element_unchecked v 0\n",
      "let f = make liar\nlet v = vec f\nlet p = pin_element_unchecked v 0\n",
  };
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (std::size_t k = 0; k < texts.size(); ++k) {
      EXPECT_EQ(is_smaller(program_of(texts[i]), program_of(texts[k])), i < k)
          << texts[i] << "---\n"
          << texts[k];
    }
  }
}

TEST(Smaller, TotalOrderOfWhatMayCome) {
  std::vector<Program> programs;
  Generator generator(7);
  for (int i = 0; i < 120; ++i) programs.push_back(generator.next(4));
  for (const Program& a : programs) {
    for (const Program& b : programs) {
      EXPECT_EQ(is_smaller(a, b) || is_smaller(b, a), a != b) << to_text(a) << "---\n"
                                                              << to_text(b);
      EXPECT_FALSE(is_smaller(a, b) && is_smaller(b, a));
    }
  }
  std::sort(programs.begin(), programs.end(), is_smaller);
  for (std::size_t i = 0; i < programs.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) EXPECT_FALSE(is_smaller(programs[i], programs[k]));
  }
}

TEST(Size, CountsWhatLies) {
  EXPECT_EQ(size_of(program_of("let f = make liar\npoll_unpin f\n")).unsafe, 1U);
  EXPECT_EQ(size_of(program_of("let f = make example\npoll_unpinned f\n")).unsafe, 1U);
  EXPECT_EQ(size_of(program_of("let f = make yield_n\npoll_unpin f\n")).unsafe, 0U);
  EXPECT_EQ(size_of(program_of("let s = source event\nlet f = wait_careless s\n")).unsafe, 1U);
}

}  // namespace
}  // namespace pinprick::harness::smaller_test
