#include "local/page_token.h"

#include <gtest/gtest.h>

#include <limits>

namespace lakemirror::local {
namespace {

const Time now = parse_time("2026-09-26T18:34:02Z").value();

std::string token(std::int64_t expiration) {
  return base64_encode(json::serialize(json::object{{"last", "a"}, {"expiration", expiration}}));
}

TEST(PageToken, GivesThePositionBackUntilItExpires) {
  const std::string made = make_token({{"last", "a"}}, now);
  EXPECT_EQ(read_token(made, now + std::chrono::hours(24))->at("last"), "a");
  EXPECT_FALSE(read_token(made, now + std::chrono::hours(24) + Seconds(1)));
}

TEST(PageToken, OfSomebodyElsesMakingIsHeldAgainstTheClockWhateverItSays) {
  EXPECT_TRUE(read_token(token(std::numeric_limits<std::int64_t>::max()), now));
  EXPECT_FALSE(read_token(token(std::numeric_limits<std::int64_t>::min()), now));
  EXPECT_FALSE(read_token("", now));
  EXPECT_FALSE(read_token("====", now));
  EXPECT_FALSE(read_token("no token", now));
}

}  // namespace
}  // namespace lakemirror::local
