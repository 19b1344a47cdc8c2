// What a finding says of a claim: the place in the user's own code, and one sentence.
#include "harness/report/claim.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/program/text.h"

namespace pinprick::harness::report_claim_test {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kOfAsan = R"(
=================================================================
==10219==ERROR: AddressSanitizer: heap-use-after-free on address 0x7b5e229e01b0 at pc 0x560a0e6b1677 bp 0x7ffd10ae39a0 sp 0x7ffd10ae3998
READ of size 4 at 0x7b5e229e01b0 thread T0
    #0 0x560a0e6b1676 in count /checkout/shop/parser.cc:41:12
    #1 0x560a0e6b1676 in shop::check(shop::Parser const&) /checkout/shop/other.cc:7:3
    #2 0x560a0e6b1676 in main /checkout/shop/main.cc:3:26

0x7b5e229e01b0 is located 0 bytes inside of 16-byte region [0x7b5e229e01b0,0x7b5e229e01c0)
freed by thread T0 here:
    #0 0x560a0e6b2fc4 in operator delete(void*) (/checkout/build/check+0x570472) (BuildId: 744a8c4f)
    #1 0x560a0e6b2ec9 in grow /checkout/shop/buffer.cc:99:10

SUMMARY: AddressSanitizer: heap-use-after-free /checkout/shop/parser.cc:41:12 in count
)";

// What lies between the fault and the user: the sanitizer, the standard library, how the call was
// registered, and the harness.
constexpr const char* kThroughOthers = R"(
==10307==ERROR: AddressSanitizer: attempting free on address which was not malloc()-ed: 0x7b7c76be1010 in thread T0
    #0 0x559938a08472 in operator delete(void*, unsigned long) (/checkout/build/check+0x570472) (BuildId: 744a8c4f821137)
    #1 0x559938a76956 in deallocate /usr/lib/gcc/x86_64-linux-gnu/12/../../../../include/c++/12/bits/new_allocator.h:158:2
    #2 0x559938a76956 in ~basic_string /usr/include/c++/12/bits/basic_string.h:795:9
    #3 0x559938a773eb in apply<(lambda at /prefix/include/pinprick/check.h:181:7)> /prefix/include/pinprick/check.h:180:10
    #4 0x559938dae3d6 in pinprick::harness::call_guest(void*, unsigned long) /src/pinprick/harness/subject/guest.cc:195:3
    #5 0x559938a76956 in shop::Parser::~Parser() /checkout/shop/parser.h:29
    #6 0x559938bca59a in main /checkout/shop/main.cc:635:58
)";

constexpr const char* kOfUbsan = R"(
/checkout/shop/parser.cc:41:7: runtime error: member access within null pointer of type 'Node'
    #0 0x55d0c0 in shop::Parser::count() const /checkout/shop/deeper.cc:8:7
    #1 0x55d0c1 in main /checkout/shop/main.cc:3:26

SUMMARY: UndefinedBehaviorSanitizer: undefined-behavior /checkout/shop/parser.cc:41:7
)";

TEST(PlaceInReport, IsTheFirstFrameOfTheUser) {
  EXPECT_EQ(place_in_report(kOfAsan), "parser.cc:41");
}

TEST(PlaceInReport, PassesOverFramesThatSayNothing) {
  EXPECT_EQ(place_in_report(kThroughOthers), "parser.h:29");
}

TEST(PlaceInReport, UbsanSaysItInItsFirstLine) {
  EXPECT_EQ(place_in_report(kOfUbsan), "parser.cc:41");
}

TEST(PlaceInReport, OfUbsanInALibraryItIsTheCallerInTheStack) {
  EXPECT_EQ(
      place_in_report(
          "/usr/include/c++/12/bits/stl_vector.h:1123:34: runtime error: reference binding to "
          "null pointer of type 'int'\n"
          "    #0 0x55d0c0 in operator[] /usr/include/c++/12/bits/stl_vector.h:1123:34\n"
          "    #1 0x55d0c1 in count /checkout/shop/parser.cc:43:12\n"),
      "parser.cc:43");
}

TEST(PlaceInReport, WithoutLinesThereIsNone) {
  EXPECT_EQ(place_in_report(""), std::nullopt);
  EXPECT_EQ(
      place_in_report("==1==ERROR: AddressSanitizer: SEGV on unknown address\n"
                      "    #0 0x55d0c0 in count (/checkout/build/check+0x570472)\n"
                      "    #1 0x55d0c1 in main (/checkout/build/check+0x1) (BuildId: 744a)\n"),
      std::nullopt);
  EXPECT_EQ(place_in_report("    #0 0x55d0c0  (<unknown module>)\n"), std::nullopt);
}

// Where the memory was freed or allocated is not where it went wrong.
TEST(PlaceInReport, OnlyTheFirstStackCounts) {
  EXPECT_EQ(place_in_report(
                "==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x7b5e229e01b0\n"
                "READ of size 4 at 0x7b5e229e01b0 thread T0\n"
                "    #0 0x560a0e6b1676 in memcpy (/checkout/build/check+0x570472)\n"
                "    #1 0x560a0e6b1676 in copy /usr/include/c++/12/bits/stl_algobase.h:431:30\n"
                "\n"
                "freed by thread T0 here:\n"
                "    #0 0x560a0e6b2ec9 in grow /checkout/shop/buffer.cc:99:10\n"),
            std::nullopt);
}

TEST(PlaceInReport, GccsFramesHaveNoColumn) {
  EXPECT_EQ(place_in_report("    #0 0x55d0c0 in count parser.cc:41\n"), "parser.cc:41");
}

TEST(OwnFrame, IsAFrameAndNotTheUsers) {
  EXPECT_TRUE(
      is_own_frame("    #4 0x5 in call_guest /src/pinprick/harness/subject/guest.cc:195:3"));
  EXPECT_TRUE(is_own_frame("    #1 0x5 in deallocate /usr/include/c++/12/bits/allocator.h:200:25"));
  EXPECT_FALSE(is_own_frame("    #5 0x5 in ~Parser /checkout/shop/parser.h:29"));
  EXPECT_FALSE(is_own_frame("freed by thread T0 here, see /usr/include/"));
  EXPECT_FALSE(is_own_frame(""));
}

class ReviewersSentence : public ::testing::Test {
 protected:
  ReviewersSentence() {
    parser_.name = "Parser";
    parser_.claims = "Unpin, Relocatable";
    parser_.unpin = true;
    parser_.relocatable = true;
    parser_.calls = {{"feed", true, false}, {"count", false, false}};
    parser_.events = {"tick", "wake"};
    host(&parser_);
    seen_.fault.emplace();
    seen_.fault->fault.kind = FaultClass::kUseAfterPoison;
    seen_.fault->fault.size = 4;
    verdict_.kind = VerdictKind::kEscape;
    verdict_.difference = Difference::kFault;
    verdict_.needs_moves = true;
  }
  void TearDown() override { host(nullptr); }

  // Operation 0 is the world, and 1 is a parser.
  std::string sentence(const std::string& rest, const char* report = kOfAsan) {
    const absl::StatusOr<Script> script =
        parse("let s0 = source world\nlet f1 = wait s0\n" + rest, "test");
    if (!script.ok()) {
      ADD_FAILURE() << script.status();
      return "";
    }
    return reviewers_sentence(parser_, script->program, seen_, verdict_, self_pointers_, report);
  }

  void fault_at(std::uint16_t op, ValueId owner, std::uint16_t vacated_by) {
    seen_.fault->op = op;
    seen_.fault->owner = owner;
    seen_.fault->vacated_by = vacated_by;
  }

  Guest parser_;
  Observation seen_;
  Verdict verdict_;
  std::vector<SelfPointers> self_pointers_;
};

constexpr const char* kMoved = "call f1 feed 17\nlet f3 = move f1\ncall f3 count\n";

TEST_F(ReviewersSentence, OfAPointerIntoItself) {
  fault_at(4, 1, 3);
  self_pointers_ = {{1, 1, 0, 0, 0}, {2, 1, 1, 0, 8}, {3, 1, 0, 1, 24}};
  EXPECT_THAT(sentence(kMoved),
              AllOf(StartsWith("`Parser` claims Unpin, Relocatable"),
                    ContainsRegex("after `feed`.* offset 8 .*object.*moved by `move`.*read by "
                                  "`count`.* parser\\.cc:41$"),
                    Not(HasSubstr("24")), Not(HasSubstr("\n"))));
}

// What is seen only after the fault explains nothing.
TEST_F(ReviewersSentence, WithoutAPointerOffersNoOffset) {
  fault_at(4, 1, 3);
  for (const std::vector<SelfPointers>& pointers :
       {std::vector<SelfPointers>{}, {{2, 1, 0, 0, 8}}, {{5, 1, 1, 0, 8}}}) {
    self_pointers_ = pointers;
    EXPECT_THAT(sentence(kMoved),
                AllOf(StartsWith("`Parser` claims Unpin"),
                      ContainsRegex("moved by `move`.*read by `count`"), Not(HasSubstr("offset"))));
  }
}

TEST_F(ReviewersSentence, WithoutALineNamesNoPlace) {
  fault_at(4, 1, 3);
  EXPECT_THAT(sentence(kMoved, ""), AllOf(HasSubstr("read by `count`"), Not(HasSubstr(" at p"))));
}

TEST_F(ReviewersSentence, OfAVectorThatGrows) {
  fault_at(6, 1, 5);
  EXPECT_THAT(sentence("let f2 = wait s0\nlet v3 = vec f1\ncall v3 feed 17\npush v3 f2\n"
                       "call v3 count\n"),
              ContainsRegex("after `feed`.*moved by `push`.*read by `count`"));
}

// Where nobody is known to have lived, the last move before is the one to look at.
TEST_F(ReviewersSentence, OfAnUnknownPlaceTheLastMove) {
  fault_at(4, kNoValue, 0);
  EXPECT_THAT(sentence("let f2 = box f1\nlet f3 = unbox f2\ncall f3 count\nlet f5 = move f3\n"),
              ContainsRegex("moved by `unbox`.*read by `count`"));
}

TEST_F(ReviewersSentence, OfWhatWasNeverCalled) {
  fault_at(3, 1, 2);
  EXPECT_THAT(sentence("let f2 = move f1\ncall f2 count\n"),
              AllOf(ContainsRegex("from the start.*moved by `move`"), Not(HasSubstr("after"))));
}

TEST_F(ReviewersSentence, OfAnEventThatWrites) {
  fault_at(4, 1, 3);
  seen_.fault->fault.is_write = true;
  EXPECT_THAT(
      sentence("call f1 feed 17\nlet f3 = move f1\nsignal s0 wake\n"),
      AllOf(ContainsRegex("moved by `move`.*written by .*event.*`wake`"), Not(HasSubstr("read"))));
}

TEST_F(ReviewersSentence, OfABadFreeAfterRelocation) {
  fault_at(4, 1, 3);
  seen_.fault->fault.kind = FaultClass::kInvalidFree;
  EXPECT_THAT(sentence("call f1 feed 17\nlet f3 = relocate f1\n", kThroughOthers),
              AllOf(ContainsRegex("moved by `relocate`.*freed by .*destructor.*end of the program"),
                    HasSubstr("parser.h:29")));
  fault_at(4, 1, 3);
  EXPECT_THAT(sentence("call f1 feed 17\nlet f3 = relocate f1\ndrop f3\n"),
              AllOf(HasSubstr("freed by the destructor"), Not(HasSubstr("end of the program"))));
}

TEST_F(ReviewersSentence, OfMovesThatChangeSomething) {
  seen_.fault.reset();
  verdict_.difference = Difference::kMoves;
  seen_.trace.resize(2);
  seen_.trace[0].op = 2;
  seen_.trace[1].op = 4;
  verdict_.event = 1;
  EXPECT_THAT(sentence(kMoved, ""),
              AllOf(StartsWith("`Parser` claims Unpin"), ContainsRegex("`count`.*`move`"),
                    Not(HasSubstr("`feed`"))));
  // An event that is missing.
  verdict_.event = 2;
  EXPECT_THAT(sentence(kMoved, ""), ContainsRegex("end of the program.*`move`"));
}

class WithoutMoves : public ReviewersSentence {
 protected:
  WithoutMoves() { verdict_.needs_moves = false; }
  static auto blames_no_claim() {
    return AllOf(StartsWith("`Parser`: "), HasSubstr("no move is needed"),
                 Not(HasSubstr("claims Unpin")));
  }
};

TEST_F(WithoutMoves, TheFaultIsTheTypesOwn) {
  fault_at(4, kNoValue, 0);
  seen_.fault->fault.kind = FaultClass::kHeapUseAfterFree;
  EXPECT_THAT(sentence(kMoved), AllOf(blames_no_claim(), HasSubstr("heap-use-after-free"),
                                      HasSubstr("parser.cc:41"), HasSubstr("by `count`")));
}

TEST_F(WithoutMoves, DroppedWhileSomethingPointsAtIt) {
  fault_at(3, 1, 2);
  EXPECT_THAT(sentence("drop f1\nsignal s0 wake\n"),
              AllOf(blames_no_claim(), HasSubstr("use-after-poison"),
                    ContainsRegex("by .*event.*`wake`.*ended by the destructor.*pointed at it")));
}

// One that is where it was made has not ended.
TEST_F(WithoutMoves, ALivingOneHasNotEnded) {
  fault_at(2, 1, 1);
  EXPECT_THAT(sentence("call f1 count\n"), AllOf(blames_no_claim(), Not(HasSubstr("ended"))));
}

TEST_F(WithoutMoves, AtTheEndOfTheProgram) {
  fault_at(3, kNoValue, 0);
  seen_.fault->fault.kind = FaultClass::kDoubleFree;
  EXPECT_THAT(sentence("call f1 feed 17\n"),
              AllOf(blames_no_claim(), HasSubstr("double-free"),
                    ContainsRegex("by the destructor.*end of the program")));
}

TEST_F(WithoutMoves, NotByTheSanitizer) {
  fault_at(2, kNoValue, 0);
  seen_.fault->fault.kind = FaultClass::kEndlessLoop;
  EXPECT_THAT(sentence("call f1 feed 17\n", ""),
              AllOf(blames_no_claim(), ContainsRegex("endless-loop.*by `feed`.*end")));
  seen_.fault->fault.kind = FaultClass::kOutOfMemory;
  EXPECT_THAT(sentence("call f1 feed 17\n", ""),
              AllOf(blames_no_claim(), ContainsRegex("by `feed`.*more memory")));
  seen_.fault->fault.kind = FaultClass::kAbort;
  EXPECT_THAT(sentence("call f1 feed 17\n", ""),
              AllOf(blames_no_claim(), ContainsRegex("by `feed`.*exception.*abort\\(\\)")));
}

TEST_F(ReviewersSentence, WhereNothingHappenedNothingIsSaid) {
  seen_.fault.reset();
  verdict_ = Verdict();
  EXPECT_EQ(sentence(kMoved), "");
}

}  // namespace
}  // namespace pinprick::harness::report_claim_test
