// The three instruments: what each says of programs on which they differ, and how often they agree.
#include "harness/campaign/instruments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/generator/generator.h"
#include "harness/model/model.h"
#include "harness/program/text.h"

namespace pinprick::harness {
namespace {

using ::testing::HasSubstr;

std::string words_of(absl::string_view text) {
  absl::StatusOr<Script> script = parse(text, "x.pin");
  if (!script.ok()) return std::string(script.status().message());
  return to_text(Instruments().look(script->program), places_of(*script));
}

TEST(Instruments, AllSayNothingOfAnHonestProgram) {
  EXPECT_EQ(words_of("let f = make ready(value=3)\nlet g = move f\npoll_unpin g\n"),
            "sanitizer trap:       nothing\n"
            "moves change nothing: the same with them and without\n"
            "self-pointer scan:    nothing\n");
}

TEST(Instruments, EvidenceConvictsNobody) {
  const std::string words =
      words_of("let f = make example(len=1)\nlet p = box_pin f\npoll p\nlet q = move p\npoll q\n");
  EXPECT_THAT(words, HasSubstr("after line 3 (`poll p`), what line 1 (`let f = make "
                               "example(len=1)`) made holds 1 into itself, 0 into an old home"));
  EXPECT_THAT(words, HasSubstr("sanitizer trap:       nothing"));
  EXPECT_THAT(words, HasSubstr("the same with them and without"));
}

TEST(Instruments, TrapAndMovesConvictEachAlone) {
  const std::string words = words_of(
      "let f = make example(len=1)\npoll_unpinned f\nlet g = move f\npoll_unpinned g\n"
      "poll_unpinned g\n");
  EXPECT_THAT(words, HasSubstr("use-after-poison at line 4 (`poll_unpinned g`): convicts"));
  EXPECT_THAT(words, HasSubstr("they do at line 5 (`poll_unpinned g`)"));
  EXPECT_THAT(words, HasSubstr(" without: convicts"));
}

// Read, and then never heard of again: only the sanitizer can know.
TEST(Instruments, OnlyTheTrapSeesWhatComesToNothing) {
  const std::string words =
      words_of("let f = make example(len=1)\npoll_unpinned f\nlet g = move f\npoll_unpinned g\n");
  EXPECT_THAT(words, HasSubstr("use-after-poison at line 4 (`poll_unpinned g`): convicts"));
  EXPECT_THAT(words, HasSubstr("the same with them and without"));
}

// It reads nothing stale, and is no witness against itself.
TEST(Instruments, WhatSaysItselfThatItWasMovedConvictsNobody) {
  for (const char* last : {"poll_unpinned g\n", "block_on g\n"}) {
    const std::string words =
        words_of(absl::StrCat("let f = make assert_unmoved(yield_n)\npoll_unpinned f\n"
                              "let g = move f\n",
                              last));
    EXPECT_THAT(words, HasSubstr("sanitizer trap:       nothing"));
    EXPECT_THAT(words, HasSubstr("at line 4 (`"));
    EXPECT_THAT(words, HasSubstr("the future says itself that it was moved"));
  }
}

// A program that is clean in each class, or broken: nobody is convicted by one instrument of what
// the contract allows, and of what is broken and seen the trap misses nothing.
TEST(Instruments, AgreeOverRandomPrograms) {
  Generator generator(77);
  Instruments instruments;
  Model model;
  Agreement agreement;
  std::size_t both = 0;
  std::size_t manifest = 0;
  for (int i = 0; i < 40'000; ++i) {
    const Program& program = generator.next(24);
    const ProgramClass program_class = model.predict(program).program_class;
    const InstrumentWords words = instruments.look(program);
    agreement.add(program_class, words);
    if (program_class != ProgramClass::kManifest) {
      ASSERT_FALSE(words.trapped.has_value()) << to_text(program);
      // What watches over its own place tells of a move where nothing stale is read.
      const bool is_told =
          program_class == ProgramClass::kLatent && words.moves == MovesWord::kTold;
      ASSERT_TRUE(is_told || words.moves == MovesWord::kSame) << to_text(program);
      continue;
    }
    ++manifest;
    ASSERT_TRUE(words.trapped.has_value()) << to_text(program);
    both += words.moves == MovesWord::kDiffers ? 1 : 0;
  }
  EXPECT_EQ(agreement.alone(), 0U);
  // Most of what is read stale comes to nothing before the program ends, or is read at the end; but
  // one in seven goes wrong by itself, and nobody had to say where anybody lived.
  EXPECT_GT(both, manifest / 10);
  EXPECT_GT(manifest, 1'000U);
}

TEST(Agreement, CountsWhatOneAloneConvicts) {
  InstrumentWords quiet;
  InstrumentWords differs;
  differs.moves = MovesWord::kDiffers;
  Agreement agreement;
  agreement.add(ProgramClass::kManifest, quiet);
  EXPECT_EQ(agreement.alone(), 0U) << "that the trap misses one is for the judge to say";
  agreement.add(ProgramClass::kManifest, differs);
  EXPECT_EQ(agreement.alone(), 1U);
  agreement.add(ProgramClass::kSafe, differs);
  EXPECT_EQ(agreement.alone(), 2U);
  EXPECT_THAT(agreement.to_text(), HasSubstr("manifest           2         0         1"));
}

}  // namespace
}  // namespace pinprick::harness
