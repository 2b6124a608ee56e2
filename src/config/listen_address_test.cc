#include "config/listen_address.h"

#include <gtest/gtest.h>

namespace lakemirror::config {
namespace {

TEST(ListenAddress, IsAHostAndAPort) {
  EXPECT_EQ(parse_listen_address("127.0.0.1:4589"), (ListenAddress{"127.0.0.1", 4589}));
  EXPECT_EQ(parse_listen_address("localhost:0"), (ListenAddress{"localhost", 0}));
  EXPECT_EQ(parse_listen_address("[::1]:65535"), (ListenAddress{"::1", 65535}));
  EXPECT_EQ(parse_listen_address("Off"), ListenAddress{});
}

TEST(ListenAddress, ReadsWhatItWrites) {
  for (const char* text : {"127.0.0.1:4589", "[::1]:4589", "off"})
    EXPECT_EQ(parse_listen_address(text)->text(), text);
}

TEST(ListenAddress, IsNothingElse) {
  for (const char* text : {"", ":", "4589", ":4589", "host", "host:", "host:x", "host:65536", "host:-1",
                           "host:1 ", "::1:4589", "[]:1", "[::1]", "ho st:1", "http://host:1", "host/x:1"})
    EXPECT_FALSE(parse_listen_address(text)) << text;
}

}  // namespace
}  // namespace lakemirror::config
