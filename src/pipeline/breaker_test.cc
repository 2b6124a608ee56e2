#include "pipeline/breaker.h"

#include <gtest/gtest.h>

namespace lakemirror::pipeline {
namespace {

class BreakerTest : public testing::Test {
 protected:
  VirtualClock clock{Time(std::chrono::hours(1))};
  Breaker breaker{clock, {.share = 0.3, .min = 10, .window = std::chrono::minutes(10)}};
};

TEST_F(BreakerTest, FewRemovalsNeverOpenIt) { EXPECT_FALSE(breaker.admit_tables(9, 9)); }

TEST_F(BreakerTest, TooLargeAShareOpensItAndSaysWhatToDo) {
  EXPECT_FALSE(breaker.admit_tables(30, 100));
  const auto held = breaker.admit_tables(31, 100);
  ASSERT_TRUE(held);
  EXPECT_EQ(held->code, "BreakerOpen");
  EXPECT_NE(held->hint.find("--allow-removals"), std::string::npos);
}

TEST_F(BreakerTest, WhatWentWithinTheWindowCounts) {
  breaker.removed_tables(20);
  EXPECT_TRUE(breaker.admit_tables(11, 80));
  clock.advance(std::chrono::minutes(11));
  EXPECT_FALSE(breaker.admit_tables(11, 80));
}

TEST_F(BreakerTest, TheWindowOutlivesTheProcess) {
  breaker.removed_tables(20);
  Breaker next(clock, {.share = 0.3, .min = 10, .window = std::chrono::minutes(10)});
  next.restore_window(breaker.window());
  EXPECT_TRUE(next.admit_tables(11, 80));
  EXPECT_FALSE(next.admit_grants(11, 80, false));
}

TEST_F(BreakerTest, TheWindowOfGrantsOutlivesTheProcessToo) {
  breaker.removed_grants(20);
  Breaker next(clock, {.share = 0.3, .min = 10, .window = std::chrono::minutes(10)});
  next.restore_window(breaker.window());
  EXPECT_TRUE(next.admit_grants(11, 80, false));
  EXPECT_FALSE(next.admit_tables(11, 80));
}

TEST_F(BreakerTest, AListingOfNothingRemovesNoGrantHoweverFewThereAre) {
  EXPECT_TRUE(breaker.admit_grants(1, 1, true));
  EXPECT_FALSE(breaker.admit_grants(0, 1, true));
  EXPECT_FALSE(breaker.admit_grants(1, 1, false));
  breaker.allow_all(true);
  EXPECT_FALSE(breaker.admit_grants(1, 1, true));
}

TEST_F(BreakerTest, DamagedWindowIsAnEmptyOne) {
  for (const auto* text :
       {"", "{", "[1]", "{\"tables\":1}", "{\"tables\":[[1]]}", "{\"tables\":[[\"a\",2]]}"})
    breaker.restore_window(text);
  EXPECT_FALSE(breaker.admit_tables(30, 100));
}

TEST_F(BreakerTest, PartitionsAreJudgedByTheirTable) {
  const auto table = model::Key::table("a", "b");
  EXPECT_TRUE(breaker.are_few_partitions(table, 9));
  EXPECT_FALSE(breaker.are_few_partitions(table, 10));
  EXPECT_TRUE(breaker.admit_partitions(table, 40, 100));
  breaker.removed_partitions(table, 25);
  EXPECT_TRUE(breaker.admit_partitions(table, 10, 75));
  EXPECT_FALSE(breaker.admit_partitions(model::Key::table("a", "c"), 10, 75));
}

TEST_F(BreakerTest, AnOperatorMayAllowAll) {
  breaker.allow_all(true);
  EXPECT_FALSE(breaker.admit_tables(100, 100));
}

}  // namespace
}  // namespace lakemirror::pipeline
