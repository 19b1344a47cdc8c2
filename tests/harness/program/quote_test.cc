// What is shown of what somebody wrote: as it stands, unless it would do harm.
#include "harness/program/quote.h"

#include <gtest/gtest.h>

#include <string>

namespace pinprick::harness::quote_test {
namespace {

TEST(Quote, ShowsWhatCanBeShown) {
  EXPECT_EQ(quote("poll"), "`poll`");
  EXPECT_EQ(quote(""), "``");
  // Of two, three and four bytes: the first and the last of each size.
  for (const char* shown :
       {"\xc2\xa0", "\xc3\xb6", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbd", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_EQ(quote(shown), std::string("`") + shown + "`");
  }
}

TEST(Quote, EscapesControlCharacters) {
  EXPECT_EQ(quote("\x1b[31m"), "`\\x1b[31m`");
  EXPECT_EQ(quote("a\nb\tc\x7f"), "`a\\x0ab\\x09c\\x7f`");
  EXPECT_EQ(quote(absl::string_view("\0", 1)), "`\\x00`");
  EXPECT_EQ(quote("\xc2\x80\xc2\x9f"), "`\\xc2\\x80\\xc2\\x9f`");
}

TEST(Quote, EscapesWhatIsNotSeen) {
  EXPECT_EQ(quote("\xef\xbb\xbf"), "`\\xef\\xbb\\xbf`") << "the byte order mark";
  EXPECT_EQ(quote("\xe2\x80\xa8"), "`\\xe2\\x80\\xa8`") << "a line separator";
  EXPECT_EQ(quote("\xe2\x80\xae"), "`\\xe2\\x80\\xae`") << "from right to left";
  EXPECT_EQ(quote("\xe2\x80\x8b"), "`\\xe2\\x80\\x8b`") << "a space of no width";
  EXPECT_EQ(quote("\xe2\x81\xa6"), "`\\xe2\\x81\\xa6`") << "an isolated direction";
}

TEST(Quote, EscapesWhatIsNoUtf8) {
  EXPECT_EQ(quote("\x80"), "`\\x80`") << "begins nothing";
  EXPECT_EQ(quote("\xff"), "`\\xff`") << "no such byte";
  EXPECT_EQ(quote("\xe2\x82"), "`\\xe2\\x82`") << "cut short";
  EXPECT_EQ(quote("\xe2(\xa1"), "`\\xe2(\\xa1`") << "something else in it";
  EXPECT_EQ(quote("\xc0\xaf"), "`\\xc0\\xaf`") << "two bytes for one";
  EXPECT_EQ(quote("\xe0\x9f\xbf"), "`\\xe0\\x9f\\xbf`") << "three bytes for two";
  EXPECT_EQ(quote("\xf0\x8f\xbf\xbf"), "`\\xf0\\x8f\\xbf\\xbf`") << "four bytes for three";
  EXPECT_EQ(quote("\xed\xa0\x80"), "`\\xed\\xa0\\x80`") << "half of a pair";
  EXPECT_EQ(quote("\xf4\x90\x80\x80"), "`\\xf4\\x90\\x80\\x80`") << "past the last";
  EXPECT_EQ(quote("\xc3\xb6\xb6"), "`\xc3\xb6\\xb6`") << "one too many";
}

TEST(Quote, ShowsTheBeginningOfWhatIsLong) {
  EXPECT_EQ(quote(std::string(kMaxQuoted, 'a')), "`" + std::string(kMaxQuoted, 'a') + "`");
  EXPECT_EQ(quote(std::string(kMaxQuoted + 1, 'a')), "`" + std::string(kMaxQuoted, 'a') + "...`");
  // No half of a character.
  EXPECT_EQ(quote(std::string(kMaxQuoted - 1, 'a') + "\xc3\xb6"),
            "`" + std::string(kMaxQuoted - 1, 'a') + "\\xc3...`");
}

}  // namespace
}  // namespace pinprick::harness::quote_test
