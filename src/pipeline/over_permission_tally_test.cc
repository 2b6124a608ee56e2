#include "pipeline/over_permission_tally.h"

#include <gtest/gtest.h>

namespace lakemirror::pipeline {
namespace {

TEST(OverPermissionTally, AddsUpByPrincipalAndSurvivesItsText) {
  OverPermissionTally tally;
  EXPECT_FALSE(tally.is_changed());
  tally.add("a", Seconds(3));
  tally.add("a", Seconds(3));
  tally.add("b", Milliseconds(500));
  tally.add("b", Seconds(-9));
  EXPECT_TRUE(tally.is_changed());
  OverPermissionTally again;
  again.restore(tally.text());
  EXPECT_FALSE(tally.is_changed());
  EXPECT_DOUBLE_EQ(again.by_principal().at("a"), 6);
  EXPECT_DOUBLE_EQ(again.seconds(), 6.5);
  again.restore("{half");
  EXPECT_DOUBLE_EQ(again.seconds(), 6.5);
}

TEST(OverPermissionTally, TellsSoManyOneByOneAndTheOthersInSum) {
  OverPermissionTally tally;
  for (std::size_t i = 0; i < OverPermissionTally::max_principals + 5; ++i)
    tally.add(std::to_string(i), Seconds(1));
  EXPECT_LE(tally.by_principal().size(), OverPermissionTally::max_principals + 1);
  EXPECT_DOUBLE_EQ(tally.by_principal().at(std::string(OverPermissionTally::others)), 5);
}

}  // namespace
}  // namespace lakemirror::pipeline
