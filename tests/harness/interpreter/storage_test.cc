// The storage discipline, as seen by the futures' own functions: a catalogue whose `example` notes
// every address in which a future comes to live, and looks at all of them again when it is polled.
//
// A look reads `x` for a place that is poisoned and `o` for one that can be read, in the order in
// which the places were taken.
#include <gtest/gtest.h>
#include <sanitizer/asan_interface.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/base/limits.h"
#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

const Subject& original() { return *catalogue()[static_cast<std::size_t>(Leaf::kExample)]; }

// Nothing in here may allocate while a program runs: the ledger would count it.
struct Places {
  std::array<const void*, kMaxHomes> at;
  std::size_t count = 0;
  std::array<char, 64> look = {};

  void enter(const void* place) { at[count++] = place; }
  void take_a_look() {
    for (std::size_t i = 0; i < count && i + 1 < look.size(); ++i) {
      look[i] = __asan_region_is_poisoned(const_cast<void*>(at[i]), original().size) == nullptr
                    ? 'o'
                : __asan_address_is_poisoned(at[i]) != 0 ? 'x'
                                                         : '?';
    }
  }
};
Places& places() {
  static Places all;
  return all;
}

// The functions of the table that give a future a new place, and where that is.
enum class Gives { kFuture, kBox, kPinBox, kRc };
template <auto member, Gives gives>
void noting_move(void* to, void* from) {
  (original().*member)(to, from);
  if constexpr (gives == Gives::kBox) {
    places().enter(original().box_target(to));
  } else if constexpr (gives == Gives::kPinBox) {
    places().enter(original().pin_box_target(to));
  } else if constexpr (gives == Gives::kRc) {
    places().enter(original().rc_target(to));
  } else {
    places().enter(to);
  }
}
template <auto member>
void looking_poll(void* at, Context& cx) {
  places().take_a_look();
  (original().*member)(at, cx);
}
template <auto member>
void looking_run(void* from) {
  places().take_a_look();
  (original().*member)(from);
}

const Catalogue& noting_catalogue() {
  static const Subject subject = [] {
    Subject s = original();
    s.make = [](void* to, const Making& making) {
      original().make(to, making);
      places().enter(to);
    };
    s.move = noting_move<&Subject::move, Gives::kFuture>;
    s.box = noting_move<&Subject::box, Gives::kBox>;
    s.unbox = noting_move<&Subject::unbox, Gives::kFuture>;
    s.box_pin = noting_move<&Subject::box_pin, Gives::kPinBox>;
    s.move_out = noting_move<&Subject::move_out, Gives::kFuture>;
    s.pass = noting_move<&Subject::pass, Gives::kFuture>;
    s.rc = noting_move<&Subject::rc, Gives::kRc>;
    s.unwrap_rc = noting_move<&Subject::unwrap_rc, Gives::kFuture>;
    s.poll_unchecked = looking_poll<&Subject::poll_unchecked>;
    s.poll_pin = looking_poll<&Subject::poll_pin>;
    s.poll_pin_box = looking_poll<&Subject::poll_pin_box>;
    s.block_on = looking_run<&Subject::block_on>;
    return s;
  }();
  static const Catalogue all = [] {
    Catalogue copy = catalogue();
    copy[static_cast<std::size_t>(Leaf::kExample)] = &subject;
    return copy;
  }();
  return all;
}

// The last look that the program took.
std::string look_of(const std::string& text, const InterpreterOptions& given = {}) {
  places().count = 0;
  places().look = {};
  InterpreterOptions options = given;
  options.subjects = &noting_catalogue();
  const std::string seen = observed(text, options);
  return places().look[0] == '\0' ? "took none:\n" + seen : places().look.data();
}

struct Case {
  const char* about;
  const char* program;
  const char* look;
};

constexpr Case kCases[] = {
    {"a future in its place", "let f = make example\npoll_unpinned f\n", "o"},
    {"moved", "let f = make example\nlet f = move f\nlet f = move f\npoll_unpinned f\n", "xxo"},
    {"boxed", "let f = make example\nlet b = box f\npoll_unpinned b\n", "xo"},
    {"unboxed", "let f = make example\nlet b = box f\nlet f = unbox b\npoll_unpinned f\n", "xxo"},
    {"box_pin", "let f = make example\nlet p = box_pin f\npoll p\n", "xo"},
    {"into_pin moves nothing",
     "let f = make example\nlet b = box f\nlet p = into_pin b\nlet p = move p\npoll p\n", "xo"},
    {"move_out of a box",
     "let f = make example\nlet p = box_pin f\nlet g = move_out p\n"
     "poll_unpinned g\n",
     "xxo"},
    {"pin", "let f = make example\nlet p = pin f\npoll p\n", "xo"},
    {"move_out of a local",
     "let f = make example\nlet p = pin f\nlet g = move_out p\n"
     "poll_unpinned g\n",
     "xxo"},
    {"a borrowed pin moves nothing",
     "let f = make example\nlet p = pin_unchecked f\nlet p = move p\npoll p\n", "o"},
    // Both out to fresh places, then both in to others.
    {"swap", "let f = make example\nlet g = make example\nswap f g\npoll_unpinned f\n", "xxxxoo"},
    {"swap of boxes",
     "let f = make example\nlet g = make example\nlet b = box f\nlet c = box g\nswap b c\n"
     "poll_unpinned b\n",
     "xxxxxxoo"},
    {"swap_unchecked of a pinned box and a local",
     "let f = make example\nlet g = make example\nlet p = box_pin f\nlet q = pin g\n"
     "swap_unchecked p q\npoll q\n",
     "xxxxxxoo"},
    {"swapped twice",
     "let f = make example\nlet g = make example\nswap f g\nswap f g\npoll_unpinned f\n",
     "xxxxxxxxoo"},
    // The old one out, the other one in.
    {"replace",
     "let f = make example\nlet g = make example\nlet h = replace f g\npoll_unpinned h\n", "xxoo"},
    {"replace in a box",
     "let f = make example\nlet b = box f\nlet g = make example\nlet h = replace b g\n"
     "poll_unpinned b\n",
     "xxxoo"},
    {"replace_unchecked of a local",
     "let f = make example\nlet p = pin f\nlet g = make example\nlet h = replace_unchecked p g\n"
     "poll p\n",
     "xxxoo"},
    {"replace_unchecked of a borrowed one",
     "let f = make example\nlet p = pin_unchecked f\nlet g = make example\n"
     "let h = replace_unchecked p g\npoll p\n",
     "xxoo"},
    // The exception: the same place is filled again.
    {"set", "let f = make example\nlet p = box_pin f\nlet g = make example\nset p g\npoll p\n",
     "xox"},
    {"vec", "let f = make example\nlet v = vec f\nlet p = pin_element_unchecked v 0\npoll p\n",
     "xo"},
    {"vec moves alone",
     "let f = make example\nlet v = vec f\nlet v = move v\nlet p = pin_element_unchecked v 0\n"
     "poll p\n",
     "xo"},
    // f, in v, g, f in the new buffer, g in it.
    {"vec grows",
     "let f = make example\nlet v = vec f\nlet g = make example\npush v g\n"
     "let p = pin_element_unchecked v 0\npoll p\n",
     "xxxoo"},
    {"vec has room for a fourth",
     "let f = make example\nlet v = vec f\nlet g = make example\npush v g\nlet h = make example\n"
     "push v h\nlet i = make example\npush v i\nlet p = pin_element_unchecked v 0\npoll p\n",
     "xxxxxxooo"
     "xo"},
    {"pop", "let f = make example\nlet v = vec f\nlet g = pop v\npoll_unpinned g\n", "xxo"},
    // The place that the pop left is not used again, so the first element moves as well.
    {"push after pop",
     "let f = make example\nlet v = vec f\nlet g = make example\npush v g\nlet g = pop v\npush v "
     "g\n"
     "let p = pin_element_unchecked v 1\npoll p\n",
     "xxxxxxoo"},
    {"push after the only one was popped",
     "let f = make example\nlet v = vec f\nlet f = pop v\npush v f\n"
     "let p = pin_element_unchecked v 0\npoll p\n",
     "xxxo"},
    {"passed by value", "let f = make example\nlet f = pass f\npoll_unpinned f\n", "xo"},
    {"rc", "let f = make example\nlet r = rc f\nlet s = clone r\npoll_shared s\n", "xo"},
    {"unwrapped", "let f = make example\nlet r = rc f\nlet f = unwrap_rc r\npoll_unpinned f\n",
     "xxo"},
    // f and g, both in the array, then in the other order in the fresh one.
    {"rotated array",
     "let f = make example\nlet g = make example\nlet a = array f g\nrotate a\n"
     "let p = pin_element_unchecked a 0\npoll p\n",
     "xxxxoo"},
    {"sorted array",
     "let f = make example\nlet g = make example\nlet a = array f g\nsort a\n"
     "let p = pin_element_unchecked a 0\npoll p\n",
     "xxxxoo"},
    {"moved array",
     "let f = make example\nlet g = make example\nlet a = array f g\nlet a = move a\n"
     "let p = pin_element_unchecked a 0\npoll p\n",
     "xxxxoo"},
    {"deque grows in place",
     "let f = make example\nlet d = deque f\nlet g = make example\npush d g\n"
     "let p = pin_element_unchecked d 0\npoll p\n",
     "xoxo"},
    // Those behind the new one move first.
    {"insert into a deque",
     "let f = make example\nlet d = deque f\nlet g = make example\ninsert d g 0\n"
     "let p = pin_element_unchecked d 0\npoll p\n",
     "xxxoo"},
    {"remove from a deque",
     "let f = make example\nlet d = deque f\nlet g = make example\npush d g\n"
     "let f = remove d 0\nlet p = pin_element_unchecked d 0\npoll p\n",
     "xxxxoo"},
    {"insert into a vec",
     "let f = make example\nlet v = vec f\nlet g = make example\ninsert v g 1\n"
     "let p = pin_element_unchecked v 0\npoll p\n",
     "xxxoo"},
    {"remove from a vec",
     "let f = make example\nlet v = vec f\nlet g = make example\ninsert v g 1\n"
     "let f = remove v 0\nlet p = pin_element_unchecked v 0\npoll p\n",
     "xxxxxoo"},
    {"take", "let f = make example\nlet o = option f\nlet f = take o\npoll_unpinned f\n", "xxo"},
    {"emplace after take",
     "let f = make example\nlet o = option f\nlet f = take o\nemplace o f\n"
     "let p = pin_element_unchecked o 0\npoll p\n",
     "xxxo"},
    {"reset",
     "let f = make example\nlet o = option f\nreset o\nlet g = make example\npoll_unpinned g\n",
     "xxo"},
    {"overwritten",
     "let f = make example\nlet p = box_pin f\nlet g = make example\noverwrite p g\npoll p\n",
     "xxxo"},
    {"skipped",
     "{\nlet f = make example\nlet p = pin f\nskip_drop p\n}\nlet g = make example\n"
     "poll_unpinned g\n",
     "xxo"},
    {"dropped",
     "let f = make example\nlet g = make example\nlet h = make example\nlet b = box h\n"
     "drop f\ndrop b\npoll_unpinned g\n",
     "xoxx"},
    {"forgotten", "let f = make example\nforget f\nlet g = make example\npoll_unpinned g\n", "xo"},
    {"forgotten boxes live on",
     "let f = make example\nlet b = box f\nforget b\nlet g = make example\nlet p = box_pin g\n"
     "forget p\nlet h = make example\npoll_unpinned h\n",
     "xoxoo"},
    {"block_on moves its argument first", "let f = make example\nblock_on f\n", "xo"},
    {"a scope's locals end with it",
     "{\nlet f = make example\nlet p = pin f\nlet g = make example\n}\nlet h = make example\n"
     "poll_unpinned h\n",
     "xxxo"},
};

class Storage : public testing::TestWithParam<Case> {};

TEST_P(Storage, PlacesThatWereLeftArePoisoned) {
  EXPECT_EQ(look_of(GetParam().program), GetParam().look) << GetParam().program;
}

void PrintTo(const Case& each, std::ostream* out) { *out << each.about; }

INSTANTIATE_TEST_SUITE_P(All, Storage, testing::ValuesIn(kCases));

// realloc copies bytes past the type's own functions, so only the place that was left is noted.
TEST(Storage, Realloc) {
  EXPECT_EQ(look_of("let f = make example\nlet v = vec f\nrealloc v\nlet g = make example\n"
                    "poll_unpinned g\n"),
            "xxo");
}

// relocate copies bytes past the type's own functions, so only the place that was left is noted.
TEST(Storage, Relocate) {
  EXPECT_EQ(look_of("let f = make example\nlet g = relocate f\npoll_unpinned g\n"), "x");
}

TEST(Storage, TheLookSeesWhatIsNotPoisoned) {
  InterpreterOptions options;
  options.vacated = VacatedPlace::kReadable;
  EXPECT_EQ(look_of("let f = make example\nlet f = move f\npoll_unpinned f\n", options), "oo");
  EXPECT_EQ(
      look_of("let f = make example\nlet b = box f\nlet f = unbox b\npoll_unpinned f\n", options),
      "oxo");
}

// Every place of a long program full of moves is a place of its own.
TEST(Storage, NoAddressTwice) {
  std::string text = "let f = make example\nlet g = make example\n";
  std::size_t ops = 2;
  while (ops + 16 < kMaxOps) {
    text +=
        "let f = move f\nlet f = box f\nlet f = unbox f\nlet f = box_pin f\nlet f = move_out f\n"
        "swap f g\nlet f = replace f g\nlet g = make example\nlet f = relocate f\nlet v = vec f\n"
        "let h = make example\npush v h\nlet f = pop v\ndrop v\n";
    ops += 14;
  }
  look_of(text);
  Places& all = places();
  ASSERT_GT(all.count, ops) << "more moves than operations";
  std::sort(all.at.begin(), all.at.begin() + static_cast<std::ptrdiff_t>(all.count));
  for (std::size_t i = 1; i < all.count; ++i) {
    const auto gap =
        static_cast<const std::byte*>(all.at[i]) - static_cast<const std::byte*>(all.at[i - 1]);
    ASSERT_GE(static_cast<std::size_t>(gap), original().size) << "place " << i;
  }
}

// Where one program left its poison, the next one lives.
TEST(Storage, TheNextProgramFindsItFresh) {
  InterpreterOptions options;
  options.subjects = &noting_catalogue();
  Interpreter interpreter(options);
  const void* first = nullptr;
  for (int i = 0; i < 10; ++i) {
    places().count = 0;
    observed(interpreter, "let f = make example\nlet f = move f\npoll_unpinned f\n");
    ASSERT_EQ(places().count, 2U);
    if (i == 0) first = places().at[0];
    EXPECT_EQ(places().at[0], first);
    EXPECT_STREQ(places().look.data(), "xo");
  }
}

}  // namespace
}  // namespace pinprick::harness
