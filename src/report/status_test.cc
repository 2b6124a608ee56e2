#include "report/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::report {
namespace {

using testing::HasSubstr;
using testing::Not;

Time at(std::string_view text) { return *parse_time(text); }

Observed quiet() {
  return {.now = at("2026-09-26T12:00:00Z"),
          .deep_began = at("2026-09-26T11:58:00Z"),
          .deep_ended = at("2026-09-26T11:58:05Z")};
}

model::Entry entry(std::string_view event_time, std::string_view received_at, std::string feed = "lookup") {
  return {.event = {.event_id = "e1",
                    .event_time = at(event_time),
                    .event_name = "CreateTable",
                    .feed = std::move(feed)},
          .received_at = at(received_at)};
}

TEST(Lag, IsZeroWhenNothingIsPending) { EXPECT_EQ(make_status(quiet()).lag.count(), 0); }

TEST(Lag, IsTheAgeOfTheOldestPendingEntry) {
  Observed seen = quiet();
  seen.counts.oldest_pending = at("2026-09-26T11:55:00Z");
  EXPECT_EQ(make_status(seen).lag, std::chrono::minutes(5));
}

TEST(Lag, IsNeverNegative) {
  Observed seen = quiet();
  seen.counts.oldest_pending = at("2026-09-26T12:00:10Z");
  EXPECT_EQ(make_status(seen).lag.count(), 0);
}

TEST(ReplicationPoint, IsUnknownBeforeADeepPassHasEnded) {
  Observed seen = quiet();
  seen.deep_began.reset();
  EXPECT_FALSE(make_status(seen).replication_point);
}

TEST(ReplicationPoint, LiesTrailSettleBeforeTheStartOfTheLastDeepPass) {
  EXPECT_EQ(make_status(quiet()).replication_point, at("2026-09-26T11:28:00Z"));
}

TEST(ReplicationPoint, StaysBeforeAnEntryThatIsNotSettled) {
  Observed seen = quiet();
  seen.counts.oldest_unsettled = at("2026-09-26T09:00:00Z");
  EXPECT_EQ(make_status(seen).replication_point, at("2026-09-26T08:59:59.999Z"));
}

TEST(ReplicationPoint, IsNotHeldByAnUnsettledEntryLaterThanWhatMayStillArrive) {
  Observed seen = quiet();
  seen.counts.oldest_unsettled = at("2026-09-26T11:50:00Z");
  EXPECT_EQ(make_status(seen).replication_point, at("2026-09-26T11:28:00Z"));
}

TEST(ReplicationPoint, IsLiftedByACleanFullDiff) {
  Observed seen = quiet();
  seen.counts.oldest_unsettled = at("2026-09-26T09:00:00Z");
  seen.clean_diff_began = at("2026-09-26T11:59:00Z");
  EXPECT_EQ(make_status(seen).replication_point, at("2026-09-26T11:59:00Z"));
}

TEST(ReplicationPoint, IsNotLoweredByAnOldCleanDiff) {
  Observed seen = quiet();
  seen.clean_diff_began = at("2026-09-26T08:00:00Z");
  EXPECT_EQ(make_status(seen).replication_point, at("2026-09-26T11:28:00Z"));
}

TEST(Lateness, IsMeasuredForEachFeed) {
  Observed seen = quiet();
  seen.recent = {entry("2026-09-26T11:00:00Z", "2026-09-26T11:00:02Z"),
                 entry("2026-09-26T11:00:00Z", "2026-09-26T11:05:00Z"),
                 entry("2026-09-26T11:00:00Z", "2026-09-26T11:00:03Z"),
                 entry("2026-09-26T11:00:00Z", "2026-09-26T11:00:01Z", "eventbridge")};
  const Status status = make_status(seen);
  EXPECT_EQ(status.lateness.at("lookup").entries, 3u);
  EXPECT_EQ(status.lateness.at("lookup").median, Seconds(3));
  EXPECT_EQ(status.lateness.at("lookup").max, std::chrono::minutes(5));
  EXPECT_EQ(status.lateness.at("eventbridge").max, Seconds(1));
}

TEST(Lateness, CountsAnEntryForEachFeedThatBroughtIt) {
  Observed seen = quiet();
  seen.recent = {entry("2026-09-26T11:00:00Z", "2026-09-26T11:00:02Z", "eventbridge"),
                 entry("2026-09-26T11:00:00Z", "2026-09-26T11:00:04Z", "eventbridge")};
  seen.recent[0].other_feed = "lookup";
  seen.recent[0].other_received_at = at("2026-09-26T11:03:00Z");
  const Status status = make_status(seen);
  EXPECT_EQ(status.lateness.at("eventbridge").entries, 2u);
  EXPECT_EQ(status.lateness.at("eventbridge").first, 2u);
  EXPECT_EQ(status.lateness.at("lookup").entries, 1u);
  EXPECT_EQ(status.lateness.at("lookup").first, 0u);
  EXPECT_EQ(status.lateness.at("lookup").max, std::chrono::minutes(3));
  EXPECT_THAT(status_text(status, Paint()),
              HasSubstr("max 3m 0s over 1 of the newest entries, 0 of them first"));
  EXPECT_EQ(status_json(status).at("lateness").at("eventbridge").at("first").to_number<int>(), 2);
}

TEST(StatusText, ShowsAParkedEntryWithItsErrorAndItsHint) {
  Observed seen = quiet();
  seen.counts.parked = 3;
  seen.parked = {entry("2026-09-26T11:00:00Z", "2026-09-26T11:00:02Z")};
  seen.parked[0].keys = {"database/sales/table/orders"};
  seen.parked[0].error = "glue:CreateTable: AccessDeniedException: no";
  seen.parked[0].hint = "grant glue:CreateTable";
  const std::string text = status_text(make_status(seen), Paint());
  EXPECT_THAT(text, HasSubstr("e1  CreateTable database/sales/table/orders"));
  EXPECT_THAT(text, HasSubstr("AccessDeniedException"));
  EXPECT_THAT(text, HasSubstr("hint: grant glue:CreateTable"));
  EXPECT_THAT(text, HasSubstr("and 2 more"));
}

TEST(StatusText, ShowsNothingOfADamagedNameThatATerminalWouldObey) {
  Observed seen = quiet();
  seen.counts.parked = 1;
  seen.parked = {entry("2026-09-26T11:00:00Z", "2026-09-26T11:00:02Z")};
  seen.parked[0].event.event_name = "Create\x1b[2JTable";
  seen.parked[0].event.event_id = "e\x1b[1A1";
  EXPECT_THAT(status_text(make_status(seen), Paint()), Not(HasSubstr("\x1b")));
}

TEST(StatusText, SaysNothingOfParkedEntriesWhenThereAreNone) {
  const std::string text = status_text(make_status(quiet()), Paint());
  EXPECT_THAT(text, HasSubstr("0 pending, 0 parked, 0 processed"));
  EXPECT_THAT(text, Not(HasSubstr("hint")));
}

TEST(StatusText, ShowsWhatHoldsReplicationBack) {
  Observed seen = quiet();
  seen.guards = {"the breaker is open"};
  EXPECT_THAT(status_text(make_status(seen), Paint()), HasSubstr("the breaker is open"));
}

TEST(StatusText, ShowsEventsThatCameTooLate) {
  Observed seen = quiet();
  EXPECT_THAT(status_text(make_status(seen), Paint()), Not(HasSubstr("violations")));
  seen.violations = 3;
  EXPECT_THAT(status_text(make_status(seen), Paint()), HasSubstr("3 events came after"));
  EXPECT_EQ(status_json(make_status(seen)).at("violations").to_number<int>(), 3);
}

TEST(StatusText, SumsUpWhatWasHeldTooLong) {
  Observed seen = quiet();
  EXPECT_THAT(status_text(make_status(seen), Paint()), Not(HasSubstr("over-permission")));
  seen.over_permission = {{"arn:a", 1.5}, {"arn:b", 20}};
  const Status status = make_status(seen);
  EXPECT_THAT(status_text(status, Paint()), HasSubstr("21.5 s in all, most of it by arn:b (20.0 s)"));
  const json::object object = status_json(status);
  EXPECT_EQ(object.at("over_permission_seconds").as_double(), 21.5);
  EXPECT_EQ(object.at("over_permission_by_principal").at("arn:a").as_double(), 1.5);
}

TEST(StatusText, AsksForTheClockWhereTimesLieAhead) {
  Observed seen = quiet();
  seen.deep_ended = seen.now + std::chrono::hours(48);
  const std::string text = status_text(make_status(seen), Paint());
  EXPECT_THAT(text, HasSubstr("is the clock of this machine right?"));
  EXPECT_THAT(text, Not(HasSubstr("(-")));
}

TEST(StatusJson, TellsTheSameAsTheText) {
  Observed seen = quiet();
  seen.counts.pending = 2;
  seen.counts.oldest_pending = at("2026-09-26T11:59:58.500Z");
  seen.counts.by_outcome[model::OutcomeKind::replicated] = 7;
  const json::object object = status_json(make_status(seen));
  EXPECT_EQ(object.at("lag_seconds").as_double(), 1.5);
  EXPECT_EQ(object.at("replication_point").as_string(), "2026-09-26T11:28:00Z");
  EXPECT_EQ(object.at("counts").at("pending").to_number<int>(), 2);
  EXPECT_EQ(object.at("counts").at("by_outcome").at("replicated").to_number<int>(), 7);
  EXPECT_TRUE(object.at("oldest_pending").is_string());
  EXPECT_TRUE(object.at("clean_diff_began").is_null());
}

TEST(Fence, IsTheFirstThingThatIsTold) {
  Observed seen = quiet();
  EXPECT_TRUE(status_json(make_status(seen)).at("fence").is_null());
  seen.fence = {.since = at("2026-09-26T11:00:00Z"), .by = "ops@host", .reason = "us-east-1 is gone"};
  const Status status = make_status(seen);
  EXPECT_EQ(status_json(status).at("fence").at("reason").as_string(), "us-east-1 is gone");
  const std::string text = status_text(status, Paint(false));
  EXPECT_TRUE(text.starts_with("fence ")) << text;
  EXPECT_THAT(text, testing::AllOf(HasSubstr("ops@host"), HasSubstr("us-east-1 is gone"),
                                   HasSubstr("lakemirror resume")));
}

}  // namespace
}  // namespace lakemirror::report
