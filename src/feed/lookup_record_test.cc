#include "feed/lookup_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::feed {

namespace {

const Time now = Time(Seconds(1'790'000'000));

LookupRecord read(std::string_view text, const LookupSettings& settings = {}) {
  return read_lookup_record(parse_json(text).value(), settings, now);
}

TEST(LookupRecord, TakesWhatTheAnswerSays) {
  const auto record =
      read(R"({"EventId":"8c69","EventName":"CreateTable","ReadOnly":"false","EventTime":1790000100,
      "EventSource":"glue.amazonaws.com","Username":"Delegated","Resources":[],"CloudTrailEvent":"{\"eventID\": \"8c69\"}"})");
  EXPECT_TRUE(record.keep);
  EXPECT_EQ(record.event.event_id, "8c69");
  EXPECT_EQ(record.event.event_name, "CreateTable");
  EXPECT_EQ(record.event.event_source, "glue.amazonaws.com");
  EXPECT_EQ(record.event.username, "Delegated");
  EXPECT_EQ(record.event.event_time, Time(Seconds(1'790'000'100)));
  EXPECT_EQ(record.event.record, R"({"eventID": "8c69"})") << "as it was received";
  EXPECT_EQ(record.event.feed, "lookup");
}

TEST(LookupRecord, AnEventTimeMayBeANumberOrATextOrAbsent) {
  EXPECT_EQ(read(R"({"EventId":"a","EventTime":1578548229})").event.event_time, Time(Seconds(1578548229)));
  EXPECT_EQ(read(R"({"EventId":"a","EventTime":1578548229.25})").event.event_time,
            Time(Milliseconds(1578548229250)));
  EXPECT_EQ(read(R"({"EventId":"a","EventTime":"2026-09-20T19:34:02+01:00"})").event.event_time,
            parse_time("2026-09-20T18:34:02Z").value());
  for (const auto* odd :
       {R"({"EventId":"a"})", R"({"EventId":"a","EventTime":"soon"})", R"({"EventId":"a","EventTime":null})",
        R"({"EventId":"a","EventTime":1e300})", R"({"EventId":"a","EventTime":{}})"}) {
    EXPECT_EQ(read(odd).event.event_time, now) << odd;
  }
}

TEST(LookupRecord, AnEventOfAClockThatIsAheadKeepsItsTime) {
  const auto record = read(R"({"EventId":"a","EventName":"CreateTable","EventTime":1790003600})");
  EXPECT_TRUE(record.keep);
  EXPECT_EQ(record.event.event_time, now + std::chrono::hours(1));
}

TEST(LookupRecord, AnEventOfDaysToComeHappenedNow) {
  for (const auto* far : {"1890000000", "253402300799", "\"9999-12-31T23:59:59Z\""}) {
    const auto record =
        read(R"({"EventId":"a","EventName":"CreateTable","EventTime":)" + std::string(far) + "}");
    EXPECT_TRUE(record.keep) << far;
    EXPECT_EQ(record.event.event_time, now) << far;
  }
}

TEST(LookupRecord, ReadsAreDroppedHoweverTheyAreMarked) {
  EXPECT_FALSE(read(R"({"EventId":"a","EventName":"GetTable","ReadOnly":"true"})").keep);
  EXPECT_FALSE(read(R"({"EventId":"a","EventName":"Whatever","ReadOnly":true})").keep);
  EXPECT_FALSE(read(R"({"EventId":"a","EventName":"Whatever","ReadOnly":"True"})").keep);
  for (const std::string name :
       {"GetTables", "ListTables", "BatchGetPartition", "SearchTables", "DescribeIt"}) {
    EXPECT_FALSE(read(R"({"EventId":"a","EventName":")" + name + R"("})").keep)
        << "an old record has no ReadOnly";
  }
}

TEST(LookupRecord, WhatMayHaveChangedTheCatalogIsKept) {
  EXPECT_TRUE(read(R"({"EventId":"a","EventName":"UpdateTable","ReadOnly":"false"})").keep);
  EXPECT_TRUE(read(R"({"EventId":"a","EventName":"UpdateTable","ReadOnly":false})").keep);
  EXPECT_TRUE(read(R"({"EventId":"a","EventName":"UpdateTable"})").keep);
  EXPECT_TRUE(read(R"({"EventId":"a","EventName":"NameNobodyKnows"})").keep);
  EXPECT_TRUE(read(R"({"EventId":"a"})").keep);
  EXPECT_TRUE(read(R"({"EventId":"a","EventName":"CreateTable","ReadOnly":"true"})").keep)
      << "a name that is known to change the catalog outweighs the mark";
}

TEST(LookupRecord, RecordsOfOtherServicesAreDropped) {
  EXPECT_FALSE(
      read(R"({"EventId":"a","EventName":"CreateTable","EventSource":"dynamodb.amazonaws.com"})").keep);
  LookupSettings both;
  both.event_sources = {"glue.amazonaws.com", "lakeformation.amazonaws.com"};
  EXPECT_TRUE(
      read(R"({"EventId":"a","EventName":"GrantPermissions","EventSource":"lakeformation.amazonaws.com"})",
           both)
          .keep);
}

TEST(LookupRecord, WhatMayBeADamagedEnvelopeIsKept) {
  EXPECT_TRUE(read(R"({"EventId":"a","EventName":"CreateTable","EventSource":"glue.am"})").keep)
      << "no service has such a name";
  EXPECT_TRUE(read(R"({"EventId":"a","EventName":"CreateTable","EventSource":"blue.amazonaws.com",
      "CloudTrailEvent":"{\"eventSource\":\"glue.amazonaws.com\"}"})")
                  .keep)
      << "its record says that it is one of ours";
  EXPECT_FALSE(read(R"({"EventId":"a","EventName":"CreateTable","EventSource":"dynamodb.amazonaws.com",
      "CloudTrailEvent":"{\"eventSource\":\"dynamodb.amazonaws.com\",\"userAgent\":\"glue.amazonaws.com\"}"})")
                   .keep);
}

TEST(LookupRecord, AnElementWithoutAnIdGetsOneFromItsContent) {
  const auto one = read(R"({"EventName":"GetTable","ReadOnly":"true","Username":"u"})");
  EXPECT_TRUE(one.keep) << "what cannot be told apart is not dropped";
  EXPECT_EQ(one.event.event_id.size(), std::string("malformed:").size() + 64);
  EXPECT_TRUE(one.event.event_id.starts_with("malformed:"));
  EXPECT_EQ(read(R"({"Username":"u","ReadOnly":"true","EventName":"GetTable"})").event.event_id,
            one.event.event_id)
      << "the order of members does not count";
  EXPECT_NE(read(R"({"Username":"v","ReadOnly":"true","EventName":"GetTable"})").event.event_id,
            one.event.event_id);
  EXPECT_NE(read(R"({"EventId":7})").event.event_id, "7");
}

TEST(LookupRecord, AnElementThatIsNoObjectIsKeptWhole) {
  EXPECT_EQ(read(R"("half a rec")").event.record, R"("half a rec")");
  EXPECT_TRUE(read("[1,2]").keep);
  EXPECT_TRUE(read("null").event.event_id.starts_with("malformed:"));
}

TEST(LookupRecord, WithoutARecordTheElementItselfIsTheRecord) {
  EXPECT_EQ(read(R"({"EventId":"a","EventName":"CreateTable"})").event.record,
            R"({"EventId":"a","EventName":"CreateTable"})");
  EXPECT_EQ(read(R"({"EventId":"a","CloudTrailEvent":{"x":1}})").event.record, R"({"x":1})");
}

}  // namespace

}  // namespace lakemirror::feed
