// corpus/README.md against the tables that it documents. To bring the page up to date:
//     PINPRICK_BLESS=1 ctest -R Grammar
#include "harness/program/grammar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "harness/base/file.h"
#include "harness/base/limits.h"
#include "harness/program/rule.h"
#include "harness/program/text.h"

namespace pinprick::harness {
namespace {

using ::testing::HasSubstr;

constexpr const char* kPage = PINPRICK_SOURCE_DIR "/corpus/README.md";

std::string page() {
  absl::StatusOr<std::string> text = read_file(kPage, kMaxFileBytes);
  EXPECT_TRUE(text.ok()) << text.status();
  return text.ok() ? *text : "";
}

// What stands between the markers of that name is `table`, or becomes it.
void expect_table(const std::string& name, const std::string& table) {
  const std::string text = page();
  const std::string begin = absl::StrCat("<!-- ", name, ": begin -->\n");
  const std::string end = absl::StrCat("<!-- ", name, ": end -->\n");
  const std::size_t from = text.find(begin);
  const std::size_t to = text.find(end);
  ASSERT_NE(from, std::string::npos) << begin << " is missing from " << kPage;
  ASSERT_NE(to, std::string::npos) << end << " is missing from " << kPage;
  const std::size_t table_begin = from + begin.size();
  ASSERT_LE(table_begin, to);
  const std::string found = text.substr(table_begin, to - table_begin);
  if (found == table) return;
  if (std::getenv("PINPRICK_BLESS") != nullptr) {
    const absl::Status written =
        write_file(kPage, absl::StrCat(text.substr(0, table_begin), table, text.substr(to)));
    ASSERT_TRUE(written.ok()) << written;
    return;
  }
  EXPECT_EQ(found, table) << kPage << " is out of date: run with PINPRICK_BLESS=1 to rewrite it";
}

TEST(Grammar, PageHoldsTheOpTable) { expect_table("op table", op_table_markdown()); }

TEST(Grammar, PageHoldsTheKindTable) { expect_table("kind table", kind_table_markdown()); }

TEST(Grammar, PageHoldsTheSourceTable) { expect_table("source table", source_table_markdown()); }

TEST(Grammar, PageHoldsTheStatementTable) {
  expect_table("statement table", statement_table_markdown());
}

TEST(Grammar, PageHoldsTheCoroutineTable) {
  expect_table("coroutine table", coroutine_table_markdown());
}

TEST(Grammar, PageNamesEachRule) {
  const std::string text = page();
  for (const RuleSpec& rule : kRules)
    EXPECT_THAT(text, HasSubstr(absl::StrCat("`", rule.name, "`")));
}

TEST(Grammar, PageOpensWithAProgramFromTheCorpus) {
  absl::StatusOr<std::string> program = read_file(
      PINPRICK_SOURCE_DIR "/corpus/seed/article-moved-after-first-poll.pin", kMaxFileBytes);
  ASSERT_TRUE(program.ok()) << program.status();
  EXPECT_THAT(page(), HasSubstr(absl::StrCat("```\n", *program, "```\n")));
}

TEST(Grammar, PageNamesTheLimits) {
  const std::string text = page();
  EXPECT_THAT(text, HasSubstr(absl::StrCat(kMaxOps, " operations in a program")));
  EXPECT_THAT(text, HasSubstr(absl::StrCat(kMaxScopeDepth, " scopes open at once")));
  EXPECT_THAT(text, HasSubstr(absl::StrCat(kMaxRowLength, " futures in a row")));
  EXPECT_THAT(text,
              HasSubstr(absl::StrCat(kMaxStatements, " statements and ", kMaxLocals, " locals")));
  static_assert(kMaxFileBytes == 1U << 20, "the page says 1 MiB");
}

}  // namespace
}  // namespace pinprick::harness
