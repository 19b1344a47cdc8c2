// Known minima, padded with junk: the minimiser gives them back.
//
// That nothing smaller shows the same is known of each of these programs from an enumeration of all
// programs over its kind. Junk are random operations, between those that matter; half of them get
// hold of a value that matters, and move it about, poll it, lend it or leave it alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "harness/cli/showing.h"
#include "harness/generator/generator.h"
#include "harness/minimizer/operands.h"
#include "tests/harness/minimizer/watched.h"

namespace pinprick::harness::padding_test {
namespace {

constexpr const char* kMinimal[] = {
    "let f0 = make example\nlet b1 = box f0\npoll_unpinned b1\nlet f3 = unbox b1\n"
    "poll_unpinned f3\n",
    "let f0 = make keeper\nlet v1 = vec f0\nlet p2 = pin_element_unchecked v1 0\npoll p2\nsort "
    "v1\n",
    "let s0 = source event\nlet f1 = wait s0\npoll_unpinned f1\nforget f1\nsignal s0 notify\n",
    "let s0 = source event\nlet f1 = wait s0\npoll_unpinned f1\nlet b3 = box f1\nsignal s0 "
    "notify\n",
    "let t0 = task\nlet w1 = hasty_waker t0\nwake w1\ndrop t0\n",
    "let t0 = task\n{\n  let w2 = hasty_waker t0\n}\ndrop t0\n",
    "let t0 = task\nlet w1 = raw_waker t0\ndrop t0\n",
    "let f0 = make keeper\npoll_unpinned f0\n{\n  let p3 = pin f0\n}\n",
    "let f0 = make keeper\nlet f1 = make keeper\npoll_unpinned f0\nlet f3 = replace f0 f1\n"
    "assign f3 f0\n",
    "let f0 = make keeper\nlet o1 = option f0\nlet p2 = pin_element_unchecked o1 0\npoll p2\n"
    "let f4 = take o1\n",
    "let f0 = make liar\nlet r1 = rc f0\npoll_shared r1\nlet f3 = unwrap_rc r1\npoll_unpin f3\n",
    "let f0 = make keeper\nlet p1 = pin_rogue f0\npoll p1\npoll p1\n",
    "let f0 = make example\nlet f1 = make example\nlet p2 = box_pin f0\n"
    "let p3 = map_unchecked p2 f1\nlet b4 = box f1\n",
    "let f0 = make liar\nlet v1 = vec f0\nlet p2 = pin_element_unchecked v1 0\npoll p2\n"
    "realloc v1\n",
    "let f0 = make example\nlet o1 = option f0\nlet p2 = pin_element_unchecked o1 0\n"
    "let f3 = take o1\n",
    "let f0 = make example\nlet f1 = make example\nlet p2 = box_pin f0\nlet p3 = pin_unchecked f1\n"
    "set p2 f1\n",
    "let f0 = make example\nlet p1 = pin_unchecked f0\nforget f0\n",
    "let f0 = make keeper\nlet p1 = pin f0\npoll p1\nlet f3 = move_out p1\nblock_on f3\n",
    "let f0 = make keeper\nlet f1 = make keeper\nlet p2 = box_pin f0\npoll p2\n"
    "let f4 = replace_unchecked p2 f1\n",
    "let f0 = make example\n{\n  let p2 = pin f0\n  skip_drop p2\n}\n",
};

class Padding {
 public:
  explicit Padding(std::uint64_t seed) : random_(seed), generator_(seed) {}

  Program pad(const Program& program) {
    const std::vector<Part> parts = take_apart(program);
    std::vector<Part> junk = take_apart(generator_.next(60));
    for (Part& part : junk) {
      part.name = static_cast<ValueId>(part.name + parts.size());
      each_operand(part, [&](ValueId& operand) {
        operand = static_cast<ValueId>(operand + parts.size());
        if (below(2) == 0) operand = parts[below(parts.size())].name;
      });
    }
    // Both keep their order.
    std::vector<Part> all;
    std::size_t taken = 0;
    for (const Part& part : junk) {
      if (taken < parts.size() && below(junk.size()) < 2 * parts.size()) {
        all.push_back(parts[taken++]);
      }
      all.push_back(part);
    }
    all.insert(all.end(), parts.begin() + static_cast<std::ptrdiff_t>(taken), parts.end());
    return assemble(all);
  }

 private:
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }

  std::mt19937_64 random_;
  Generator generator_;
};

TEST(Padding, KnownMinimaComeBack) {
  constexpr std::size_t kOfEach = 15;
  Bench bench;
  Padding padding(2026);
  std::size_t cases = 0;
  std::size_t minimal = 0;
  std::size_t same = 0;
  std::size_t padded_ops = 0;
  for (const char* text : kMinimal) {
    const Program known = program_of(text);
    const Showing shown = showing_of(known, bench.run(known));
    ASSERT_NE(shown.verdict, VerdictKind::kClean) << text;
    ShowingTest test(shown);
    const auto keeps = [&test](const Program& each) { return test.shows(each); };
    std::size_t found = 0;
    for (int tries = 0; tries < 20000 && found < kOfEach; ++tries) {
      const Program padded = padding.pad(known);
      if (padded.ops.size() < known.ops.size() + 4 || !keeps(padded)) continue;
      ++found;
      const absl::StatusOr<Minimized> result = minimize(padded, keeps);
      ASSERT_TRUE(result.ok()) << result.status();
      padded_ops += padded.ops.size();
      if (result->program.ops.size() <= known.ops.size()) {
        ++minimal;
      } else {
        std::printf("not minimal:\n%s--- known:\n%s", to_text(result->program).c_str(), text);
      }
      if (result->program == known) ++same;
    }
    EXPECT_EQ(found, kOfEach) << "too few for:\n" << text;
    cases += found;
  }
  std::printf("%zu padded programs of %.1f operations: %zu minimal again, %zu the very same\n",
              cases, static_cast<double>(padded_ops) / static_cast<double>(cases), minimal, same);
  EXPECT_GE(cases, 300U);
  EXPECT_GE(minimal * 100, cases * 95);
  EXPECT_GE(same * 100, cases * 95);
}

}  // namespace
}  // namespace pinprick::harness::padding_test
