#include "permissions/words.h"

#include <gtest/gtest.h>

#include "permissions/valid_permissions.h"

namespace lakemirror::permissions {
namespace {

TEST(Words, AllGivesEveryWordThatItImplies) {
  int implied = 0;
  for (int i = 0; i <= static_cast<int>(ResourceKind::tables_by_tags); ++i) {
    const auto kind = static_cast<ResourceKind>(i);
    Words plain, grantable;
    plain.add(all);
    grantable.add(all, true);
    for (const auto& [word, evidence] : valid_permissions(kind)) {
      const bool is_held = word == all || all_implies(kind, word);
      implied += is_held ? 1 : 0;
      EXPECT_EQ(plain.closure(kind).holds(word), is_held) << word << " of kind " << i;
      EXPECT_EQ(grantable.closure(kind).holds(word, true), is_held) << word << " of kind " << i;
    }
  }
  EXPECT_GT(implied, 30) << "the kinds that have an ALL";
}

TEST(Words, AnUnknownWordIsHeldAsItIs) {
  Words words;
  words.add("PAINT", true);
  EXPECT_TRUE(words.holds("PAINT", true));
  EXPECT_EQ(words.names(), std::vector<std::string>{"PAINT"});
  EXPECT_FALSE(words.closure(ResourceKind::table).holds("SELECT"));
}

}  // namespace
}  // namespace lakemirror::permissions
