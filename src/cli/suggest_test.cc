#include "cli/suggest.h"

#include <gtest/gtest.h>

namespace lakemirror::cli {
namespace {

const std::vector<std::string> commands = {"run", "pull", "replicate", "diff", "sync", "status", "events"};

TEST(Nearest, FindsTheWordThatWasMeant) {
  EXPECT_EQ(nearest("stauts", commands), "status");
  EXPECT_EQ(nearest("replicat", commands), "replicate");
  EXPECT_EQ(nearest("evnts", commands), "events");
  EXPECT_EQ(nearest("rnu", commands), "run");
  EXPECT_EQ(nearest("STATUS", commands), "status");
}

TEST(Nearest, FindsNothingForAWordThatIsFarFromAll) {
  EXPECT_EQ(nearest("terraform", commands), "");
  EXPECT_EQ(nearest("x", commands), "");
  EXPECT_EQ(nearest("", commands), "");
}

}  // namespace
}  // namespace lakemirror::cli
