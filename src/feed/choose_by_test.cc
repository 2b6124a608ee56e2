#include "feed/lookup_feed_fixture.h"

namespace lakemirror::feed {

namespace {

using std::chrono::minutes;
using testing::Each;
using testing::ElementsAre;

class ChooseByTest : public LookupFeedTest {};

TEST_F(ChooseByTest, AutomaticChangesToTheAttributeThatNeedsFewerPages) {
  for (int i = 0; i < 2000; ++i)
    trail.add("read " + std::to_string(i), ago(Milliseconds(1000 * i)), {}, "GetTable", true);
  add_changes(20, "e ");
  settings.event_names = {"CreateTable", "UpdateTable", "DeleteTable"};
  EXPECT_EQ(pull().by, LookupBy::source);
  clock.advance(settings.deep_every);
  const auto pass = pull();
  EXPECT_EQ(pass.by, LookupBy::read_only) << "worth a measurement";
  EXPECT_EQ(pass.pages, 1U);
  trail.attributes_asked.clear();
  clock.advance(minutes(1));
  pull();
  EXPECT_THAT(trail.attributes_asked, ElementsAre("ReadOnly=false"));
}

TEST_F(ChooseByTest, AMeasurementTakesNoMoreThanTheAttributeInUse) {
  add_changes(200, "e ");
  for (int i = 0; i < 3000; ++i) {
    trail.add("ec2 " + std::to_string(i), ago(Milliseconds(900 * i)), {}, "RunInstances", false,
              "ec2.amazonaws.com");
  }
  EXPECT_EQ(pull().pages, 4U);
  clock.advance(settings.deep_every);
  const auto pass = pull();
  EXPECT_TRUE(pass.complete);
  EXPECT_EQ(pass.by, LookupBy::source);
  EXPECT_EQ(pass.pages, 8U) << "four for the try, four for the pass";
  clock.advance(settings.deep_every);
  EXPECT_EQ(pull().pages, 4U) << "measured, and not again for an hour";
  EXPECT_TRUE(has("e 199"));
}

TEST_F(ChooseByTest, AMeasurementIsTakenAgainWhenItIsOld) {
  add_changes(200, "e ");
  for (int minute = 0; minute < 130; minute += 5) {
    add_changes(200, "at " + std::to_string(minute) + " ");
    pull();
    clock.advance(settings.deep_every);
  }
  EXPECT_EQ(std::count(trail.attributes_asked.begin(), trail.attributes_asked.end(), "ReadOnly=false") > 0,
            true);
  EXPECT_EQ(stored(), trail.size());
}

TEST_F(ChooseByTest, AQuietAccountIsNotMeasured) {
  add_changes(20, "e ");
  for (int i = 0; i < 20; ++i) {
    pull();
    clock.advance(settings.deep_every);
  }
  EXPECT_THAT(trail.attributes_asked, Each("EventSource=glue.amazonaws.com"));
}

}  // namespace

}  // namespace lakemirror::feed
