// CloudTrail records, held against what real ones look like.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "local/local_test_support.h"

namespace lakemirror::local {
namespace {

json::array events(TestAws& test, std::string_view name) {
  const Reply reply = test.lookup(R"({"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":")" +
                                  std::string(name) + "\"}]}");
  EXPECT_EQ(error_of(reply), "");
  return reply.output.at("Events").as_array();
}

json::object record(const json::value& event) {
  return parse_json(event.at("CloudTrailEvent").as_string()).value().as_object();
}

std::vector<std::string> names(const json::object& object) {
  std::vector<std::string> out;
  for (const auto& member : object) out.emplace_back(member.key());
  return out;
}

void make_table(TestAws& test, std::string_view more = "") {
  test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"d"}})");
  ASSERT_EQ(
      error_of(test.glue("CreateTable",
                         R"({"DatabaseName":"d","TableInput":{"Name":"items","TableType":"EXTERNAL_TABLE",
      "StorageDescriptor":{"Columns":[{"Name":"value","Type":"string"}],"Location":"s3://b/input/"})" +
                             std::string(more) + "}}")),
      "");
}

TEST(Records, HaveTheMembersOfARealCreateTableInItsOrder) {
  TestAws test;
  make_table(test);
  const json::object made = record(events(test, "CreateTable").at(0));
  EXPECT_EQ(names(made),
            (std::vector<std::string>{
                "eventVersion",      "userIdentity",       "eventTime",           "eventSource",
                "eventName",         "awsRegion",          "sourceIPAddress",     "userAgent",
                "requestParameters", "responseElements",   "additionalEventData", "requestID",
                "eventID",           "readOnly",           "resources",           "eventType",
                "managementEvent",   "recipientAccountId", "eventCategory",       "tlsDetails"}));
  EXPECT_EQ(names(made.at("userIdentity").as_object()),
            (std::vector<std::string>{"type", "principalId", "arn", "accountId", "accessKeyId", "userName"}));
  EXPECT_EQ(made.at("eventTime"), "2026-09-26T18:34:02Z");
  EXPECT_TRUE(made.at("responseElements").is_null());
  EXPECT_EQ(canonical_json(made.at("requestParameters")),
            canonical_json(parse_json(R"({"databaseName":"d","tableInput":{"name":"items","retention":0,
              "storageDescriptor":{"columns":[{"name":"value","type":"string"}],"location":"s3://b/input/",
              "compressed":false,"numberOfBuckets":0,"storedAsSubDirectories":false},
              "tableType":"EXTERNAL_TABLE","isRowFilteringEnabled":false}})")
                               .value()));
  EXPECT_EQ(canonical_json(made.at("additionalEventData")),
            canonical_json(parse_json(R"({"insufficientLakeFormationPermissions":[],
              "lakeFormationPrincipal":"arn:aws:iam::123456789012:user/local"})")
                               .value()));
}

TEST(Records, OfAnAssumedRoleNameTheRoleAndTheSession) {
  TestAws test;
  ASSERT_TRUE(test.aws
                  .invoke({.operation = "GetDatabases",
                           .principal_arn = "arn:aws:sts::123456789012:assumed-role/Reader/session-1"})
                  .ok());
  const json::value event = events(test, "GetDatabases").at(0);
  EXPECT_EQ(event.at("Username"), "session-1");
  const json::object made = record(event);
  EXPECT_EQ(made.at("userIdentity").at("type"), "AssumedRole");
  EXPECT_EQ(made.at("userIdentity").at("sessionContext").at("sessionIssuer").at("arn"),
            "arn:aws:iam::123456789012:role/Reader");
  EXPECT_EQ(made.at("additionalEventData").at("lakeFormationPrincipal"),
            "arn:aws:iam::123456789012:role/Reader");
}

TEST(Records, OfThrottledAndDeniedCallsHaveNoParameters) {
  TestAws test({.throttle = 1});
  test.glue("GetDatabase", R"({"Name":"d"})");
  const json::object made = record(events(test, "GetDatabase").at(0));
  EXPECT_EQ(made.at("errorCode"), "ThrottlingException");
  EXPECT_TRUE(made.at("requestParameters").is_null());
}

TEST(Records, LoseTheirRequestAndTheirResourcesWhenToldTo) {
  TestAws test({.omit_parameters = 1});
  make_table(test);
  json::object made = record(events(test, "CreateTable").at(0));
  EXPECT_EQ(names(made.at("requestParameters").as_object()),
            (std::vector<std::string>{"reason", "omitted", "originalSize"}));
  EXPECT_TRUE(made.contains("resources"));
  ASSERT_TRUE(test.aws.set_knobs({{"omit_resources", 1}}));
  test.glue("DeleteTable", R"({"DatabaseName":"d","Name":"items"})");
  made = record(events(test, "DeleteTable").at(0));
  EXPECT_TRUE(made.at("requestParameters").as_object().contains("omitted"));
  EXPECT_FALSE(made.contains("resources"));
}

TEST(Records, VaryTheSpellingOfMembersButNeverOfData) {
  TestAws test({.casing_variant = 1});
  bool verbatim = false, mixed = false;
  for (int i = 0; i < 40 && !(verbatim && mixed); ++i) {
    test.aws.reset();
    ASSERT_TRUE(test.aws.set_knobs({{"seed", i}}));
    make_table(test, R"(,"Parameters":{"keepMe":"As Is"})");
    const json::object made = record(events(test, "CreateTable").at(0)).at("requestParameters").as_object();
    const auto upper =
        std::ranges::count_if(made, [](const auto& member) { return std::isupper(member.key()[0]) != 0; });
    (upper == 2 ? verbatim : mixed) = true;
    const json::object& table =
        made.contains("TableInput") ? made.at("TableInput").as_object() : made.at("tableInput").as_object();
    const json::value& parameters =
        table.contains("Parameters") ? table.at("Parameters") : table.at("parameters");
    EXPECT_EQ(parameters, (json::value{{"keepMe", "As Is"}}));
  }
  EXPECT_TRUE(verbatim && mixed);
}

TEST(Records, OfTimesThatNoCalendarHasShowTheNumber) {
  TestAws test;
  const auto refused =
      test.glue("CreateTable", R"({"DatabaseName":"d","TableInput":{"Name":"t","LastAccessTime":1e300}})");
  EXPECT_EQ(refused.code, "SerializationException");
  const json::object asked = record(events(test, "CreateTable").at(0)).at("requestParameters").as_object();
  EXPECT_EQ(asked.at("tableInput").at("lastAccessTime"), 1e300);
}

TEST(Delivery, TakesBetweenItsTwoBounds) {
  TestAws test({.delivery_delay_min = Milliseconds(1000), .delivery_delay_max = Milliseconds(3000)});
  for (int i = 0; i < 40; ++i)
    test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":")" + std::to_string(i) + "\"}}");
  test.clock.advance(Milliseconds(999));
  EXPECT_EQ(events(test, "CreateDatabase").size(), 0u);
  test.clock.advance(Milliseconds(1000));
  const std::size_t half = events(test, "CreateDatabase").size();
  EXPECT_GT(half, 5u);
  EXPECT_LT(half, 35u);
  test.clock.advance(Milliseconds(1001));
  EXPECT_EQ(events(test, "CreateDatabase").size(), 40u);
}

TEST(Delivery, CanComeTwiceAndOutOfOrder) {
  TestAws test({.shuffle = 1, .duplicate = 0.5});
  std::vector<std::string> ids;
  for (int i = 0; i < 60; ++i)
    test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":")" + std::to_string(i) + "\"}}");
  std::string token;
  do {
    const Reply page =
        test.lookup(R"({"LookupAttributes":[{"AttributeKey":"ReadOnly","AttributeValue":"false"}])" +
                    (token.empty() ? "" : R"(,"NextToken":")" + token + "\"") + "}");
    ASSERT_EQ(error_of(page), "");
    ASSERT_LE(page.output.at("Events").as_array().size(), 50u);
    for (const auto& event : page.output.at("Events").as_array())
      ids.emplace_back(event.at("EventId").as_string());
    token = text_or(page.output, "NextToken");
  } while (!token.empty());
  EXPECT_GT(ids.size(), 70u);
  const std::set<std::string> distinct(ids.begin(), ids.end());
  EXPECT_EQ(distinct.size(), 60u);  // however often and in whatever order, none is missing
}

TEST(History, GoesBackNinetyDays) {
  TestAws test;
  test.glue("CreateDatabase", R"({"DatabaseInput":{"Name":"d"}})");
  test.clock.advance(std::chrono::days(90));
  EXPECT_EQ(events(test, "CreateDatabase").size(), 1u);
  test.clock.advance(Milliseconds(1000));
  EXPECT_EQ(events(test, "CreateDatabase").size(), 0u);
}

}  // namespace
}  // namespace lakemirror::local
