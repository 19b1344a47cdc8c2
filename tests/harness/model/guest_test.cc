// What the contract says of the type that a user brings: which of its moves and ends break a rule.
// The expected ones were worked out by hand, from what the claims say.
#include "harness/program/guest.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/model/model.h"
#include "harness/program/text.h"

namespace pinprick::harness::guest_model_test {
namespace {

Guest a_guest(bool unpin, bool cancellable, bool movable) {
  Guest guest;
  guest.name = "Waiter";
  guest.unpin = unpin;
  guest.movable = movable;
  guest.relocatable = movable;
  guest.cancellable = cancellable;
  // The last one pins, even where the guest claims that it does not matter.
  guest.calls = {{"feed", true, false}, {"poll", false, true}};
  guest.events = {"data"};
  return guest;
}

const Guest kUnpin = a_guest(true, false, true);
const Guest kPinned = a_guest(false, true, true);
const Guest kHeld = a_guest(false, false, true);
const Guest kRooted = a_guest(false, false, false);

class GuestModel : public testing::Test {
 protected:
  void TearDown() override { host(nullptr); }

  // "move@4": the rule that is broken, and the line that does it; the lines of `text` come behind a
  // world and the guests `f` and `g`, and count from 1.
  std::string broken(const Guest& guest, absl::string_view text) {
    host(&guest);
    const absl::StatusOr<Script> script =
        parse(absl::StrCat("let w = source world\nlet f = wait w\nlet g = wait w\n", text), "p");
    if (!script.ok()) return std::string(script.status().message());
    const Prediction& prediction = model_.predict(script->program);
    EXPECT_TRUE(prediction.has_guest);
    EXPECT_FALSE(prediction.fault.has_value()) << "what it does, no model knows";
    EXPECT_EQ(prediction.liar, kNoValue);
    if (!prediction.rule.has_value()) return "none";
    return absl::StrCat(spec(*prediction.rule).name, "@", prediction.rule_op - 2);
  }

  Model model_;
};

struct Case {
  const char* about;
  const char* text;      // `poll` in it is what pins
  const char* expected;  // of a guest that is pinned by it, and may be dropped
};

constexpr Case kMoves[] = {
    {"nothing", "call f poll\n", "none"},
    {"a move", "call f poll\nlet h = move f\n", "move@2"},
    {"a move of another one", "call f poll\nlet h = move g\n", "none"},
    {"a box", "call f poll\nlet b = box f\n", "move@2"},
    {"out of its box", "let b = box f\ncall b poll\nlet h = unbox b\n", "move@3"},
    {"its box", "let b = box f\ncall b poll\nlet c = move b\ncall c poll\n", "none"},
    {"a function", "call f poll\nlet h = pass f\n", "move@2"},
    {"bytes", "call f poll\nlet h = relocate f\n", "move@2"},
    {"into a vec", "call f poll\nlet v = vec f\n", "move@2"},
    {"a vec that grows", "let v = vec f\ncall v poll\npush v g\n", "move@3"},
    {"a vec that has room",
     "let h = wait w\nlet i = wait w\nlet v = vec f\npush v g\npush v h\ncall v poll\npush v i\n",
     "none"},
    {"a vec, pushed into", "let v = vec f\ncall g poll\npush v g\n", "move@3"},
    {"the last of a vec only", "let v = vec f\npush v g\ncall v poll\nlet h = remove v 0\n",
     "move@4"},
    {"popped behind the one that is pinned", "let v = vec f\ncall v poll\n", "none"},
    {"pop", "let v = vec f\ncall v poll\nlet h = pop v\n", "move@3"},
    {"the vec itself", "let v = vec f\ncall v poll\nlet u = move v\n", "none"},
    {"its elements by their bytes", "let v = vec f\ncall v poll\nrealloc v\n", "move@3"},
    {"rotation", "let v = vec f\ncall v poll\nrotate v\n", "move@3"},
    {"sorting", "let v = vec f\ncall v poll\nsort v\n", "move@3"},
    {"inserted before it", "let v = vec f\ncall v poll\ninsert v g 0\n", "move@3"},
    {"a deque that grows", "let v = deque f\ncall v poll\npush v g\n", "none"},
    {"a deque, inserted before it", "let v = deque f\ncall v poll\ninsert v g 0\n", "move@3"},
    {"into an array", "call f poll\nlet a = array g f\n", "move@2"},
    {"an array", "let a = array f g\ncall a poll\nlet b = move a\n", "move@3"},
    {"into an option", "call f poll\nlet o = option f\n", "move@2"},
    {"an option", "let o = option f\ncall o poll\nlet p = move o\n", "move@3"},
    {"taken", "let o = option f\ncall o poll\nlet h = take o\n", "move@3"},
    {"swap, the first", "call f poll\nswap f g\n", "move@2"},
    {"swap, the second", "call g poll\nswap f g\n", "move@2"},
    {"swap in boxes", "let b = box f\nlet c = box g\ncall c poll\nswap b c\n", "move@4"},
    {"replaced", "call f poll\nlet h = replace f g\n", "move@2"},
    {"put in its place", "call g poll\nlet h = replace f g\n", "move@2"},
    {"assigned over", "call f poll\nassign f g\n", "move@2"},
    {"assigned over in its box", "let b = box f\ncall b poll\nassign b g\n", "move@3"},
    {"assigned from", "call g poll\nassign f g\n", "move@2"},
    {"dropped", "call f poll\ndrop f\n", "none"},
    {"an event", "call f poll\nsignal w data\n", "none"},
    {"the first move counts", "call f poll\nlet h = move f\nlet b = box h\n", "move@2"},
    {"moved, then pinned, then called", "let b = box f\ncall b poll\ncall b feed 3\n", "none"},
};

TEST_F(GuestModel, WhatIsPinnedByACallStaysWhereItIs) {
  for (const Case& each : kMoves)
    EXPECT_EQ(broken(kPinned, each.text), each.expected) << each.about;
}

// Before the call everything is allowed, and the call that does not pin is none.
TEST_F(GuestModel, UntilItIsPinnedItMoves) {
  for (const Case& each : kMoves) {
    std::string text = each.text;
    for (std::size_t at = text.find("poll"); at != std::string::npos; at = text.find("poll")) {
      text.replace(at, 4, "feed");
    }
    EXPECT_EQ(broken(kPinned, text), "none") << each.about;
    EXPECT_EQ(broken(kHeld, text), "none") << each.about;
  }
}

TEST_F(GuestModel, WhatClaimsUnpinMovesAtAnyTime) {
  for (const Case& each : kMoves) EXPECT_EQ(broken(kUnpin, each.text), "none") << each.about;
}

struct End {
  const char* about;
  const char* text;
  const char* expected;  // of a guest that may not be dropped once it is pinned
};

constexpr End kEnds[] = {
    {"drop", "call f poll\ndrop f\n", "cancel@2"},
    {"drop of another one", "call f poll\ndrop g\n", "none"},
    {"drop of its box", "let b = box f\ncall b poll\ndrop b\n", "cancel@3"},
    {"drop of a vec", "let v = vec f\ncall v poll\ndrop v\n", "cancel@3"},
    {"drop of a vec that has it second", "let v = vec f\npush v g\ncall v poll\ndrop v\n",
     "cancel@4"},
    {"drop of a deque", "let v = deque f\ncall v poll\ndrop v\n", "cancel@3"},
    {"drop of an array", "let a = array f g\ncall a poll\ndrop a\n", "cancel@3"},
    {"drop of an option", "let o = option f\ncall o poll\ndrop o\n", "cancel@3"},
    {"reset", "let o = option f\ncall o poll\nreset o\n", "cancel@3"},
    {"emplace", "let o = option f\ncall o poll\nemplace o g\n", "cancel@3"},
    {"assigned over", "call f poll\nassign f g\n", "cancel@2"},
    {"a move comes first", "call f poll\nlet h = move f\ndrop h\n", "move@2"},
    {"the world", "call f poll\ndrop w\n", "none"},
    {"the end of the program", "call f poll\n", "none"},
    {"the end of the program, in a box", "let b = box f\ncall b poll\n", "none"},
    {"the end of the program, in a vec", "let v = vec f\npush v g\ncall v poll\n", "none"},
};

TEST_F(GuestModel, WhatIsNotCancellableIsNotDroppedOnceItIsPinned) {
  for (const End& each : kEnds) {
    EXPECT_EQ(broken(kHeld, each.text), each.expected) << each.about;
    // Of what may be dropped only moves break something.
    const bool is_move = std::string(each.expected).rfind("move", 0) == 0;
    const bool is_assigned = std::string(each.about) == "assigned over";
    EXPECT_EQ(broken(kPinned, each.text), is_move       ? each.expected
                                          : is_assigned ? "move@2"
                                                        : "none")
        << each.about;
    EXPECT_EQ(broken(kUnpin, each.text), "none") << each.about;
  }
}

TEST_F(GuestModel, UntilItIsPinnedItIsDropped) {
  for (const End& each : kEnds) {
    std::string text = each.text;
    text.replace(text.find("poll"), 4, "feed");
    EXPECT_EQ(broken(kHeld, text), "none") << each.about;
  }
}

TEST_F(GuestModel, WhatHasNoMoveIsDroppedByTheSameRule) {
  EXPECT_EQ(broken(kRooted, "call f feed 1\ndrop f\n"), "none");
  EXPECT_EQ(broken(kRooted, "call f poll\ndrop f\n"), "cancel@2");
  EXPECT_EQ(broken(kRooted, "call f poll\n"), "none");
}

// A program that ended early, or broke a rule, leaves nothing behind in the model.
TEST_F(GuestModel, EachProgramBeginsAnew) {
  EXPECT_EQ(broken(kHeld, "call f poll\n"), "none");
  EXPECT_EQ(broken(kHeld, "call f poll\ndrop f\n"), "cancel@2");
  EXPECT_EQ(broken(kHeld, "drop f\n"), "none");
}

TEST_F(GuestModel, AWorldAloneMakesItAProgramOfGuests) {
  host(&kPinned);
  const auto has_guest = [this](const char* text) {
    return model_.predict(parse(text, "p")->program).has_guest;
  };
  EXPECT_TRUE(has_guest("let w = source world\n"));
  EXPECT_TRUE(has_guest("let f = make ready\nlet w = source world\n"));
  EXPECT_FALSE(has_guest(""));
  EXPECT_FALSE(has_guest("let f = make ready\npoll_unpin f\n"));
  EXPECT_FALSE(has_guest("let e = source event\nlet f = wait e\n"));
}

// The world goes with the last who has a share of it.
TEST_F(GuestModel, ProgramsOfGuestsAreSafeUntilTheyAreUnsafe) {
  host(&kPinned);
  const auto class_of = [this](const std::string& text) {
    return name(model_.predict(parse("let w = source world\nlet f = wait w\n" + text, "p")->program)
                    .program_class);
  };
  EXPECT_EQ(class_of("call f poll\n"), "safe");
  EXPECT_EQ(class_of("let g = relocate f\n"), "obeying");
  EXPECT_EQ(class_of("call f poll\nlet g = move f\n"), "latent");
}

}  // namespace
}  // namespace pinprick::harness::guest_model_test
