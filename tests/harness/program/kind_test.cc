// The kind table: shapes are numbered without gaps, and what a kind claims and keeps follows from
// its parts.
#include "harness/program/kind.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/program/text.h"

namespace pinprick::harness {
namespace {

Kind kind(absl::string_view text) {
  absl::StatusOr<Script> script = parse(absl::StrCat("let f = make ", text, "\n"), "kind");
  EXPECT_TRUE(script.ok()) << script.status();
  return script.ok() ? script->program.ops[0].kind : Kind{};
}

TEST(Tables, AreInTheOrderOfTheirEnumerations) {
  for (std::size_t i = 0; i < kLeafCount; ++i) EXPECT_EQ(kLeaves[i].leaf, static_cast<Leaf>(i));
  for (std::size_t i = 0; i < kCombinatorCount; ++i) {
    EXPECT_EQ(kCombinators[i].code, static_cast<Combinator>(i));
    EXPECT_LE(kCombinators[i].leaves, kLeafCount);
  }
}

TEST(Tables, TheLieAboutUnpinIsToPointIntoOneself) {
  for (const LeafSpec& leaf : kLeaves) {
    EXPECT_EQ(leaf.lies == Rule::kFalseUnpin, leaf.unpin && leaf.self_referential) << leaf.name;
  }
}

TEST(Shapes, EachHasANumberAndAName) {
  std::set<std::string> names;
  for (std::size_t shape = 0; shape < kShapeCount; ++shape) {
    EXPECT_EQ(standard_kind(static_cast<Shape>(shape)).shape(), shape);
    names.insert(shape_name(static_cast<Shape>(shape)));
  }
  EXPECT_EQ(names.size(), kShapeCount);
}

TEST(Kinds, ClaimUnpin) {
  for (const char* text :
       {"yield_n", "liar", "map(ready)", "join(yield_n, liar)", "packed(yield_n)", "shuffler(liar)",
        "two_faced(yield_n)", "misaligned(yield_n)", "captured(example)", "captured_pin(keeper)",
        "assume_unpin(example)"}) {
    EXPECT_TRUE(kind(text).unpin()) << text;
  }
  for (const char* text :
       {"example", "map(example)", "join(yield_n, keeper)", "then(example, liar)",
        "packed(example)", "misaligned(keeper)", "shuffler(keeper)", "two_faced(example)"}) {
    EXPECT_FALSE(kind(text).unpin()) << text;
  }
}

TEST(Kinds, AreHonest) {
  for (const char* text :
       {"example", "join(keeper, yield_n)", "captured(yield_n)", "captured_pin(example)",
        "assume_unpin(yield_n)", "packed(yield_n)", "shuffler(yield_n)", "two_faced(yield_n)"}) {
    EXPECT_TRUE(kind(text).honest()) << text;
  }
  for (const char* text :
       {"liar", "map(liar)", "then(yield_n, liar)", "captured(example)", "captured(liar)", "reuser",
        "map(reuser)", "captured_pin(liar)", "assume_unpin(keeper)", "packed(example)",
        "misaligned(yield_n)", "shuffler(keeper)", "two_faced(example)", "two_faced(liar)",
        "taker(example)"}) {
    EXPECT_FALSE(kind(text).honest()) << text;
  }
}

}  // namespace
}  // namespace pinprick::harness
