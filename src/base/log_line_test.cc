#include "base/log_line.h"

#include <gtest/gtest.h>

#include <array>

#include "base/json.h"
#include "base/text.h"

namespace lakemirror::log {
namespace {

std::string text_of(std::string_view message, std::vector<Field> fields = {}) {
  return text_line("T", "info", message, fields);
}

TEST(LogLine, HasFieldsBehindTheMessageAndLeavesEmptyOnesOut) {
  EXPECT_EQ(
      text_of("entry settled", {{"event_id", "e-1"}, {"reason", ""}, {"attempts", 2}, {"seconds", 0.5}}),
      "T info  entry settled event_id=e-1 attempts=2 seconds=0.5");
}

TEST(LogLine, QuotesWhatHasBlanksOrLooksLikeAnotherField) {
  EXPECT_EQ(text_of("m", {{"reason", "missing at the target"}}),
            "T info  m reason=\"missing at the target\"");
  EXPECT_EQ(text_of("m", {{"user", "eve outcome=replicated"}}), "T info  m user=\"eve outcome=replicated\"");
  EXPECT_EQ(text_of("m", {{"user", "eve\" outcome=replicated \""}}),
            "T info  m user=\"eve\\\" outcome=replicated \\\"\"");
  EXPECT_EQ(text_of("m", {{"key", "database/sales/table/or,ders%2F1"}}),
            "T info  m key=database/sales/table/or,ders%2F1");
}

TEST(LogLine, CannotBeForged) {
  const std::string forged =
      "eve\n2026-11-23T00:00:00Z info  all well\r\x1b[2K\x7f\xc2\x85 \xe2\x80\xa8 \xe2\x80\xae!";
  for (const std::string& line : {text_of(forged), text_of("m", {{"user", forged}})}) {
    for (const std::string_view character :
         {"\n", "\r", "\x1b", "\x7f", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xae"})
      EXPECT_EQ(line.find(character), std::string::npos) << line;
    EXPECT_NE(line.find("eve\\n2026"), std::string::npos) << line;
    EXPECT_NE(line.find("\\u001b[2K\\u007f\\u0085 \\u2028 \\u202e!"), std::string::npos) << line;
  }
}

TEST(LogLine, ShowsWhatIsNoUtf8AndKeepsWhatIs) {
  EXPECT_EQ(text_of("Z\xc3\xbcrich \xff\xc3 \xf0\x9f\x98\x80"),
            "T info  Z\xc3\xbcrich \\xff\\xc3 \xf0\x9f\x98\x80");
}

TEST(LogLine, InJsonIsOneObjectWhateverItSays) {
  const std::string nasty = "a\"b\\\n\xff\xe2\x80\xa8";
  const std::string line = json_line(
      "T", "warn", nasty, std::array{Field("user", nasty), Field("attempts", 3), Field("hint", "")});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_TRUE(is_utf8(line));
  const auto parsed = parse_json(line);
  ASSERT_TRUE(parsed) << line;
  EXPECT_EQ(parsed->at("level"), "warn");
  EXPECT_EQ(parsed->at("message"), "a\"b\\\n\xef\xbf\xbd\xe2\x80\xa8");
  EXPECT_EQ(parsed->at("user"), parsed->at("message"));
  EXPECT_EQ(parsed->at("attempts"), 3);
  EXPECT_FALSE(parsed->get_object().contains("hint"));
}

}  // namespace
}  // namespace lakemirror::log
