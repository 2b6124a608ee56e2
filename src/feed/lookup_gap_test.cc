#include "feed/lookup_feed_fixture.h"

namespace lakemirror::feed {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LookupGapTest : public LookupFeedTest {};

TEST_F(LookupGapTest, TenHoursWithoutAPassLeaveNoHole) {
  pull();
  for (int i = 0; i < 600; ++i)
    trail.add("e " + std::to_string(i), clock.now() + minutes(i), minutes(i % 60));
  clock.advance(hours(10));
  const auto pass = pull();
  EXPECT_TRUE(pass.complete);
  EXPECT_FALSE(pass.needs_sync);
  clock.advance(hours(1));
  pull();
  EXPECT_EQ(stored(), 600U);
}

TEST_F(LookupGapTest, ASynchronisationLongBeforeTheFirstPassLeavesNoHole) {
  ASSERT_TRUE(begin_at(intake, clock.now()));
  for (int i = 0; i < 600; ++i) trail.add("e " + std::to_string(i), clock.now() + minutes(i));
  clock.advance(hours(10));
  ASSERT_TRUE(begin_at(intake, clock.now())) << "a later one changes nothing";
  EXPECT_TRUE(pull().complete);
  EXPECT_EQ(stored(), 600U);
}

TEST_F(LookupGapTest, AnEventThatComesTooLateIsCountedOnce) {
  pull();
  trail.add("in time", clock.now(), minutes(29));
  trail.add("too late", clock.now(), minutes(40));
  clock.advance(minutes(35));
  EXPECT_EQ(pull().violations, 0U);
  clock.advance(minutes(6));
  EXPECT_EQ(pull().violations, 1U);
  clock.advance(minutes(6));
  EXPECT_EQ(pull().violations, 0U);
  EXPECT_EQ(load_violations(intake), 1U);
  EXPECT_TRUE(has("too late"));
}

TEST_F(LookupGapTest, WhatAnOutageOfOursHeldBackIsNoViolation) {
  pull();
  for (int i = 0; i < 600; ++i) trail.add("e " + std::to_string(i), clock.now() + minutes(i));
  clock.advance(hours(10));
  EXPECT_EQ(pull().violations, 0U);
  EXPECT_EQ(stored(), 600U);
}

TEST_F(LookupGapTest, AGapOlderThanTheHistoryIsSaidOnceAndStandsUntilSync) {
  pull();
  const Time lost_from = ago(hours(1));
  clock.advance(days(100));
  const auto pass = pull();
  EXPECT_TRUE(pass.complete);
  EXPECT_EQ(pass.window_start, ago(days(90)));
  EXPECT_TRUE(pass.needs_sync);
  EXPECT_THAT(pass.notes, ElementsAre(HasSubstr("run sync")));
  const auto gap = load_gap(intake).value();
  ASSERT_TRUE(gap);
  EXPECT_EQ(gap->from, lost_from);
  EXPECT_EQ(gap->to, ago(days(90)));

  clock.advance(minutes(5));
  const auto next = pull();
  EXPECT_TRUE(next.needs_sync);
  EXPECT_THAT(next.notes, IsEmpty());
  ASSERT_TRUE(close_gap(intake, ago(days(95))));
  EXPECT_TRUE(pull().needs_sync) << "that sync began before the gap's end";
  ASSERT_TRUE(close_gap(intake, clock.now()));
  EXPECT_FALSE(pull().needs_sync);
}

TEST_F(LookupGapTest, AGapIsWrittenDownBeforeAnythingIsRead) {
  pull();
  clock.advance(days(100));
  trail.fails = [](int) { return true; };
  EXPECT_THAT(pull().notes, ElementsAre(HasSubstr("run sync")));
  clock.advance(minutes(1));
  const auto again = pull();
  EXPECT_THAT(again.notes, IsEmpty()) << "said once";
  EXPECT_TRUE(again.needs_sync);
}

TEST_F(LookupGapTest, AGapThatTakesLongerToReadThanAComparisonIsLeftToIt) {
  trail.page_takes = Seconds(1);
  add_changes(3600, "e ");
  pull();
  settings.sync_takes = minutes(20);
  clock.advance(hours(10));
  EXPECT_FALSE(pull().needs_sync) << "ten hours of 72 pages are twelve minutes of reading";
  clock.advance(minutes(10));
  add_changes(3600, "f ");
  pull();
  clock.advance(hours(30));
  const auto pass = pull();
  EXPECT_TRUE(pass.needs_sync);
  EXPECT_EQ(pass.window_start, pass.began - hours(1));
}

}  // namespace

}  // namespace lakemirror::feed
