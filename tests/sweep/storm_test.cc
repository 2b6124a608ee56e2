#include "sweep/storm.h"

#include <gtest/gtest.h>

namespace lakemirror::sweep {
namespace {

const Step create{.operation = "CreateTable"};
const Step read{.at_source = true, .operation = "GetTable"};
const Step write{.place = Place::journal, .operation = "settle"};

TEST(AStorm, FallsOnTheNthRequestAndThenOnTheSameOperationOnly) {
  Storm storm(Blow{.nth = 2, .mishap = Mishap::throttled, .length = 2});
  EXPECT_FALSE(storm.meets(read));
  EXPECT_FALSE(storm.meets(write));
  EXPECT_EQ(storm.meets(create), Mishap::throttled);
  EXPECT_FALSE(storm.meets(read));
  EXPECT_EQ(storm.meets(create), Mishap::throttled);
  EXPECT_FALSE(storm.meets(create));
  EXPECT_EQ(storm.struck(), 2u);
  EXPECT_EQ(storm.victim(), create);
}

TEST(AStorm, OverTheJournalLeavesRequestsAlone) {
  Storm storm(Blow{.place = Place::journal, .nth = 1, .mishap = Mishap::dies_after});
  EXPECT_FALSE(storm.meets(create));
  EXPECT_EQ(storm.meets(write), Mishap::dies_after);
  EXPECT_TRUE(storm.is_dead());
  storm.revive();
  EXPECT_FALSE(storm.meets(write));
}

TEST(AStorm, ThatLastsEndsWhenItIsHealed) {
  Storm storm(Blow{.nth = 1, .mishap = Mishap::denied, .length = Blow::kUntilHealed});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(storm.meets(create), Mishap::denied);
  storm.heal();
  EXPECT_FALSE(storm.meets(create));
}

}  // namespace
}  // namespace lakemirror::sweep
