#include "feed/eventbridge_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/json.h"
#include "feed/lookup_record.h"

namespace lakemirror::feed {

namespace {

const Time received = Time(Seconds(1'790'000'000));

EventbridgeRecord read_message(std::string_view message) {
  return read_eventbridge_record(message, LookupSettings(), received);
}

std::string call(const std::string& record, const std::string& type = "AWS API Call via CloudTrail") {
  return R"({"version":"0","id":"env-1","detail-type":")" + type +
         R"(","source":"aws.glue","account":"123456789012","time":"2026-09-20T18:34:05Z","region":"us-east-1",)"
         R"("resources":[],"detail":)" +
         record + "}";
}

const std::string create_table =
    R"({"eventID":"8c69","eventName":"CreateTable","eventSource":"glue.amazonaws.com","readOnly":false,)"
    R"("eventTime":"2026-09-20T18:34:02Z","userIdentity":{"type":"AssumedRole",)"
    R"("arn":"arn:aws:sts::123456789012:assumed-role/etl/nightly"},"requestParameters":{"databaseName":"d"}})";

TEST(EventbridgeRecord, OfACallIsTheRecordOfCloudTrail) {
  const auto record = read_message(call(create_table));
  EXPECT_TRUE(record.keep);
  EXPECT_TRUE(record.is_of_cloudtrail);
  EXPECT_EQ(record.event.event_id, "8c69");
  EXPECT_EQ(record.event.event_name, "CreateTable");
  EXPECT_EQ(record.event.event_source, "glue.amazonaws.com");
  EXPECT_EQ(record.event.event_time, *parse_time("2026-09-20T18:34:02Z"));
  EXPECT_EQ(record.event.username, "nightly");
  EXPECT_EQ(record.event.feed, "eventbridge");
  EXPECT_EQ(*parse_json(record.event.record), *parse_json(create_table));
}

TEST(EventbridgeRecord, IsTheSameEventAsLookupEventsBrings) {
  const auto fast = read_message(call(create_table)).event;
  const json::object element{{"EventId", "8c69"},
                             {"EventName", "CreateTable"},
                             {"EventSource", "glue.amazonaws.com"},
                             {"EventTime", 1789929242},
                             {"ReadOnly", "false"},
                             {"Username", "nightly"},
                             {"CloudTrailEvent", create_table}};
  const auto slow = read_lookup_record(element, LookupSettings(), received).event;
  EXPECT_EQ(fast.event_id, slow.event_id);
  EXPECT_EQ(fast.event_time, slow.event_time);
  EXPECT_EQ(fast.event_name, slow.event_name);
  EXPECT_EQ(fast.event_source, slow.event_source);
  EXPECT_EQ(fast.username, slow.username);
}

json::object real_sample(const std::string& name) {
  std::ifstream file("tests/records/samples/real/" + name + ".json");
  std::stringstream text;
  text << file.rdbuf();
  const auto sample = parse_json(text.str());
  EXPECT_TRUE(sample) << name;
  return sample ? sample->as_object() : json::object();
}

TEST(EventbridgeRecord, OfARealRecordAgreesWithItsRealElement) {
  auto create = real_sample("glue_CreateTable.lookup_wrapper");
  create["CloudTrailEvent"] = json::serialize(real_sample("glue_CreateTable"));
  const auto console = real_sample("lookup_response_glue_GetTags_console").at("Events").at(0).as_object();
  for (const auto& element : {create, console}) {
    const auto slow = read_lookup_record(element, LookupSettings(), received);
    const auto fast = read_message(call(slow.event.record));
    EXPECT_EQ(fast.keep, slow.keep);
    EXPECT_EQ(fast.event.event_id, slow.event.event_id);
    EXPECT_EQ(fast.event.event_time, slow.event.event_time);
    EXPECT_EQ(fast.event.event_name, slow.event.event_name);
    EXPECT_EQ(fast.event.event_source, slow.event.event_source);
    EXPECT_EQ(fast.event.username, slow.event.username);
  }
}

TEST(EventbridgeRecord, OfAReadOrOfAnotherServiceIsDropped) {
  EXPECT_FALSE(
      read_message(call(R"({"eventID":"a","eventName":"GetTable","eventSource":"glue.amazonaws.com",)"
                        R"("readOnly":true})"))
          .keep);
  EXPECT_FALSE(read_message(call(R"({"eventID":"a","eventName":"PutObject","eventSource":"s3.amazonaws.com",)"
                                 R"("readOnly":false})"))
                   .keep);
  EXPECT_FALSE(read_message(call("{}", "Glue Job State Change")).keep);
  EXPECT_FALSE(read_message(call("{}", "Scheduled Event")).keep);
}

TEST(EventbridgeRecord, OfAStateChangeIsKeptUnderTheIdOfItsEnvelope) {
  const auto message =
      call(R"({"databaseName":"sales","changedTables":["orders"],"typeOfChange":"CreateTable"})",
           "Glue Data Catalog Database State Change");
  const auto record = read_message(message);
  EXPECT_TRUE(record.keep);
  EXPECT_FALSE(record.is_of_cloudtrail);
  EXPECT_EQ(record.event.event_id, "state:env-1");
  EXPECT_EQ(record.event.event_name, "CreateTable");
  EXPECT_EQ(record.event.event_source, "aws.glue");
  EXPECT_EQ(record.event.event_time, *parse_time("2026-09-20T18:34:05Z"));
  EXPECT_EQ(record.event.record, message) << "as it was received";
}

TEST(EventbridgeRecord, ThatCannotBeReadIsKeptUnderAnIdOfItsOwn) {
  const std::vector<std::string> messages = {"",
                                             "not JSON",
                                             "[]",
                                             "7",
                                             "{}",
                                             R"({"detail":{}})",
                                             R"({"detail-type":7,"detail":{}})",
                                             call("[]"),
                                             call("null"),
                                             call(R"("text")")};
  for (const auto& message : messages) {
    const auto record = read_message(message);
    EXPECT_TRUE(record.keep) << message;
    EXPECT_THAT(record.event.event_id, testing::StartsWith("malformed:")) << message;
    EXPECT_EQ(record.event.event_id, read_message(message).event.event_id) << "read again it is the same";
    EXPECT_EQ(record.event.event_time, received) << message;
    EXPECT_EQ(record.event.record, message);
  }
}

TEST(EventbridgeRecord, WithoutAnEventIdGetsOneOfItsContent) {
  const auto record = read_message(call(R"({"eventName":"CreateTable","eventSource":"glue.amazonaws.com"})"));
  EXPECT_TRUE(record.keep);
  EXPECT_THAT(record.event.event_id, testing::StartsWith("malformed:"));
  EXPECT_EQ(record.event.event_time, *parse_time("2026-09-20T18:34:05Z")) << "the envelope's";
}

}  // namespace

}  // namespace lakemirror::feed
