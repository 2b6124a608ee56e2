#include "report/health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::report {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Time start = Time(Seconds(1'790'000'000));

std::vector<std::string> faults(const RunState& run, Time now, const JournalState& journal = {}) {
  return judge_health(run, journal, now).faults;
}

TEST(Health, IsGoodWhileItSleepsHoweverLongTheTick) {
  const RunState run{.started = start, .tick_ended = start + hours(1), .next_tick = start + hours(2)};
  EXPECT_THAT(faults(run, start + hours(2) + minutes(5)), IsEmpty());
  EXPECT_THAT(faults(run, start + hours(2) + minutes(6)), ElementsAre(HasSubstr("stuck")));
}

TEST(Health, IsGoodInALongPassThatKeepsAsking) {
  RunState run{.started = start, .last_request = start + hours(3)};
  EXPECT_THAT(faults(run, start + hours(3) + minutes(1)), IsEmpty());
  EXPECT_THAT(faults(run, start + hours(3) + minutes(6)),
              ElementsAre("stuck: nothing has moved since " + format_time(start + hours(3))));
}

TEST(Health, OfAProcessThatNeverGotAnywhereIsJudgedFromItsStart) {
  EXPECT_THAT(faults({.started = start}, start + minutes(4)), IsEmpty());
  EXPECT_THAT(faults({.started = start}, start + minutes(6)), ElementsAre(HasSubstr("stuck")));
}

TEST(Health, TroubleIsAFaultOnlyWhenItLasts) {
  const Time now = start + minutes(30);
  RunState run{.started = start, .tick_ended = now, .trouble = "no route"};
  run.trouble_since = now - minutes(10);
  EXPECT_THAT(faults(run, now), IsEmpty());
  run.trouble_since = now - minutes(11);
  EXPECT_THAT(faults(run, now),
              ElementsAre("in trouble since " + format_time(now - minutes(11)) + ": no route"));
}

TEST(Health, NeedsAJournalThatCanBeReadAndCanGrow) {
  const RunState run{.started = start};
  EXPECT_THAT(faults(run, start, {.free_bytes = 1}), IsEmpty());
  EXPECT_THAT(faults(run, start, {.free_bytes = 0}), ElementsAre(HasSubstr("no room")));
  EXPECT_THAT(faults(run, start, {.error = "damaged"}), ElementsAre(HasSubstr("damaged")));
}

TEST(Health, IsToldAsJson) {
  RunState run{.started = start, .trouble = "no route"};
  Health health;
  EXPECT_EQ(health_json(health, run, start).at("status"), "ok");
  EXPECT_EQ(health_json(health, run, start).at("trouble"), "no route");
  EXPECT_TRUE(health_json(health, run, start).at("tick_ended").is_null());
  health.faults = {"stuck"};
  EXPECT_EQ(json::serialize(health_json(health, run, start).at("faults")), R"(["stuck"])");
  EXPECT_EQ(health_json(health, run, start).at("status"), "failing");
}

}  // namespace
}  // namespace lakemirror::report
