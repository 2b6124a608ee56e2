#include "cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::cli {
namespace {

using testing::HasSubstr;

CommandTree small() {
  const CommandTree list{
      .name = "list",
      .summary = "List",
      .options = {{.names = {"--flag"}, .help = "F", .takes_value = true, .choices = {"N", "Y"}}}};
  return {.name = "lakemirror",
          .options = {{.names = {"--help", "-h"}, .help = "Help"}},
          .commands = {{.name = "events", .summary = "It's events", .commands = {list}}}};
}

TEST(Completion, PutsLongerPathsBeforeShorterOnesInBash) {
  const std::string script = bash_completion(small());
  EXPECT_LT(script.find("'events list '*)"), script.find("'events '*)"));
  EXPECT_LT(script.find("'events list --flag')"), script.find("'events list '*)"));
  EXPECT_THAT(script, HasSubstr("words='N Y'"));
}

TEST(Completion, NeverAssignsThePathOfZsh) {
  EXPECT_EQ(zsh_completion(small()).find(" path="), std::string::npos);
}

TEST(Completion, QuotesDescriptionsForFish) {
  EXPECT_THAT(fish_completion(small()), HasSubstr("-d 'It\\'s events'"));
  EXPECT_THAT(fish_completion(small()), HasSubstr("-l flag -r -f -a 'N Y'"));
}

}  // namespace
}  // namespace lakemirror::cli
