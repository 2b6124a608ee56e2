#include "pipeline/tallies.h"

#include <gtest/gtest.h>

#include <numeric>

namespace lakemirror::pipeline {
namespace {

TEST(Tallies, CountsAnOutcomeOnceItIsFinalAndAFailureThatWaitsAsARetry) {
  Tallies tallies;
  tallies.settled({.event_id = "a", .kind = model::OutcomeKind::replicated, .provisional = true});
  tallies.settled({.event_id = "a", .kind = model::OutcomeKind::replicated});
  tallies.settled({.event_id = "b", .provisional = true, .error = "throttled"});
  tallies.settled({.event_id = "b", .kind = model::OutcomeKind::parked, .error = "denied"});
  const auto activity = tallies.activity();
  EXPECT_EQ(activity.settled, (std::map<model::OutcomeKind, std::uint64_t>{
                                  {model::OutcomeKind::replicated, 1}, {model::OutcomeKind::parked, 1}}));
  EXPECT_EQ(activity.retries, 1u);
}

TEST(Tallies, PutsLatenessIntoTheBucketItFallsIn) {
  Tallies tallies;
  for (const auto lateness :
       {Milliseconds(-5), Milliseconds(1000), Milliseconds(1001), Milliseconds(Seconds(90000))})
    tallies.arrived("lookup", lateness);
  const auto lateness = tallies.activity().lateness.at("lookup");
  EXPECT_EQ(lateness.counts.front(), 2u);  // an upper end belongs to its bucket
  EXPECT_EQ(lateness.counts.at(1), 1u);
  EXPECT_EQ(lateness.counts.back(), 1u);
  EXPECT_EQ(std::accumulate(lateness.counts.begin(), lateness.counts.end(), 0ul), 4u);
  EXPECT_DOUBLE_EQ(lateness.sum, 90002.001);
}

}  // namespace
}  // namespace lakemirror::pipeline
