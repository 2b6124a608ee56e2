#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/entry_json.h"
#include "report/entry_text.h"

namespace lakemirror::report {
namespace {

using testing::HasSubstr;
using testing::Not;

model::Entry parked() {
  return {.event = {.event_id = "id-1",
                    .event_time = *parse_time("2026-09-26T11:00:00Z"),
                    .event_name = "CreateTable",
                    .event_source = "glue.amazonaws.com",
                    .record = R"({"eventName":"CreateTable","requestParameters":{"databaseName":"sales"}})",
                    .feed = "lookup"},
          .received_at = *parse_time("2026-09-26T11:00:02Z"),
          .flag = model::ProcessedFlag::parked,
          .outcome = model::OutcomeKind::parked,
          .keys = {"database/sales/table/a", "database/sales/table/b"},
          .attempts = 1,
          .error = "denied",
          .hint = "grant it",
          .failed_since = *parse_time("2026-09-26T11:00:05Z")};
}

TEST(EntryJson, UsesTheAttributeNamesOfTheJournal) {
  const json::object object = entry_json(parked());
  EXPECT_EQ(object.at("EventId").as_string(), "id-1");
  EXPECT_EQ(object.at("Processed_Flag").as_string(), "F");
  EXPECT_EQ(object.at("Outcome").as_string(), "parked");
  EXPECT_EQ(object.at("Keys").as_array().size(), 2u);
  EXPECT_EQ(object.at("CloudTrailEvent").at("requestParameters").at("databaseName").as_string(), "sales");
  EXPECT_FALSE(object.contains("NextAttemptAt"));
  EXPECT_FALSE(object.contains("OtherFeed"));
  EXPECT_EQ(object.at("FailedSince").as_string(), "2026-09-26T11:00:05Z");
}

TEST(EntryJson, NamesTheSecondFeedThatBroughtTheEvent) {
  model::Entry entry = parked();
  entry.other_feed = "eventbridge";
  entry.other_received_at = *parse_time("2026-09-26T11:00:07Z");
  EXPECT_EQ(entry_json(entry).at("OtherFeed").as_string(), "eventbridge");
  EXPECT_EQ(entry_json(entry).at("OtherReceivedAt").as_string(), "2026-09-26T11:00:07Z");
  EXPECT_THAT(entry_text(entry, Paint()), HasSubstr("OtherReceivedAt 2026-09-26T11:00:07Z"));
}

TEST(EntryJson, KeepsARecordThatIsNoJsonAsText) {
  model::Entry entry = parked();
  entry.event.record = "{broken";
  EXPECT_EQ(entry_json(entry).at("CloudTrailEvent").as_string(), "{broken");
}

TEST(EntriesText, ShowsTheErrorRatherThanTheReason) {
  model::Entry entry = parked();
  entry.reason = "some reason";
  const std::string text = entries_text({entry}, Paint());
  EXPECT_THAT(text, HasSubstr("denied"));
  EXPECT_THAT(text, Not(HasSubstr("some reason")));
  EXPECT_THAT(text, HasSubstr("database/sales/table/a +1"));
}

TEST(EntriesText, MarksAProvisionalOutcome) {
  model::Entry entry = parked();
  entry.flag = model::ProcessedFlag::pending;
  entry.outcome = model::OutcomeKind::unchanged;
  EXPECT_THAT(entries_text({entry}, Paint()), HasSubstr("unchanged?"));
}

TEST(EntryText, ShowsEveryAttributeAndTheRecordIndented) {
  const std::string text = entry_text(parked(), Paint());
  EXPECT_THAT(text, HasSubstr("Hint            grant it\n"));
  EXPECT_THAT(text, HasSubstr("  requestParameters:\n    databaseName: sales\n"));
  EXPECT_THAT(text, HasSubstr("database/sales/table/b\n"));
}

}  // namespace
}  // namespace lakemirror::report
