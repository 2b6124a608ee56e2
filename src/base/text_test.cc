#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lakemirror {
namespace {

TEST(Fold, LowersEveryLetterAndLeavesTheRest) {
  EXPECT_EQ(fold("Sales_2026"), "sales_2026");
  EXPECT_EQ(fold("ÄÖÜ Ж Ω"), "äöü ж ω");
  EXPECT_EQ(fold("\xff\xfe Bad"), "\xff\xfe bad");
}

TEST(LowerAscii, LeavesOtherLettersAlone) { EXPECT_EQ(lower_ascii("S3_Größe Ä"), "s3_größe Ä"); }

TEST(Utf8, IsTakenInItsShortestFormOnly) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8(std::string_view("a\0\x7f", 3)));
  EXPECT_TRUE(is_utf8("\xC2\x80 \xE2\x82\xAC \xF4\x8F\xBF\xBF"));
  EXPECT_FALSE(is_utf8("\xFF"));
  EXPECT_FALSE(is_utf8("\xC0\x80"));          // overlong
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // half a surrogate pair
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
  EXPECT_FALSE(is_utf8("cut off \xE2\x82"));
}

TEST(GlobMatch, StarAndQuestionMark) {
  EXPECT_TRUE(glob_match("sales_*", "sales_2026"));
  EXPECT_TRUE(glob_match("*", ""));
  EXPECT_TRUE(glob_match("a*b*c", "aXXbYYc"));
  EXPECT_FALSE(glob_match("a*b*c", "aXXbYY"));
  EXPECT_FALSE(glob_match("sales", "sales_2026"));
  EXPECT_FALSE(glob_match("?", ""));
}

TEST(Sha256, OfTheEmptyText) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

RC_GTEST_PROP(PercentEncoding, DecodingGivesTheTextBack, (const std::string& text)) {
  RC_ASSERT(percent_decode(percent_encode(text)) == text);
}

RC_GTEST_PROP(Split, JoiningGivesTheTextBack, (const std::string& text)) {
  RC_ASSERT(join(split(text, ','), ",") == text);
}

}  // namespace
}  // namespace lakemirror
