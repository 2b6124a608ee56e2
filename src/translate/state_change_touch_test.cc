#include "translate/state_change_touch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::translate {
namespace {

using model::Key;
using model::Scope;
using testing::ElementsAre;
using testing::HasSubstr;

const TouchContext followed_place{.source_account = "123456789012", .source_region = "us-east-1"};

/// A notice as EventBridge delivers it; `detail` is the JSON of its detail.
model::Event notice(std::string_view change, const std::string& detail,
                    const std::string& account = "123456789012", const std::string& region = "us-east-1") {
  return {.event_id = "state:03d4df04",
          .event_name = std::string(change),
          .event_source = "aws.glue",
          .record = R"({"version":"0","id":"03d4df04","detail-type":"Glue Data Catalog Table State Change",)"
                    R"("source":"aws.glue","account":")" +
                    account + R"(","time":"2026-05-28T06:03:13Z","region":")" + region +
                    R"(","resources":[],"detail":)" + detail + "}"};
}

std::vector<Scope> noticed_scopes(std::string_view change, const std::string& detail) {
  return touch(notice(change, detail), followed_place).scopes;
}

TEST(StateChange, OfAPartitionTouchesTheWholeTable) {
  // As it was seen: the values cannot be told apart.
  EXPECT_THAT(
      noticed_scopes("BatchCreatePartition",
                     R"({"databaseName":"sales","changedPartitions":["[1, 2021-05-23 00:00:00, SNAPSHOT]"],)"
                     R"("typeOfChange":"BatchCreatePartition","tableName":"orders"})"),
      ElementsAre(Scope{Key::table("sales", "orders"), true}));
}

TEST(StateChange, OfATableTouchesIt) {
  EXPECT_THAT(noticed_scopes("UpdateTable",
                             R"({"databaseName":"sales","typeOfChange":"UpdateTable","tableName":"orders"})"),
              ElementsAre(Scope{Key::table("sales", "orders"), false}));
}

TEST(StateChange, OfADatabaseTouchesTheTablesItNames) {
  EXPECT_THAT(noticed_scopes(
                  "BatchDeleteTable",
                  R"({"databaseName":"sales","typeOfChange":"BatchDeleteTable","changedTables":["a","b"]})"),
              ElementsAre(Scope{Key::table("sales", "a"), true}, Scope{Key::table("sales", "b"), true}));
  EXPECT_THAT(
      noticed_scopes("CreateDatabase",
                     R"({"databaseName":"sales","typeOfChange":"CreateDatabase","changedTables":[]})"),
      ElementsAre(Scope{Key::database("sales"), true}));
  EXPECT_THAT(noticed_scopes("CreateTable",
                             R"({"databaseName":"sales","typeOfChange":"CreateTable","changedTables":[7]})"),
              ElementsAre(Scope{Key::database("sales"), true}));
}

TEST(StateChange, ThatNamesATableByNothingTouchesTheDatabase) {
  for (const auto* tables : {R"(["a",""])", "[7]", "7", "null"}) {
    const std::string detail = R"({"databaseName":"sales","typeOfChange":"DeleteTable","changedTables":)";
    EXPECT_THAT(noticed_scopes("DeleteTable", detail + tables + "}"),
                ElementsAre(Scope{Key::database("sales"), true}))
        << tables;
  }
}

TEST(StateChange, ThatNamesNothingTouchesEverything) {
  for (const auto* detail : {"{}", "null", "[]", R"({"databaseName":7})"})
    EXPECT_THAT(noticed_scopes("CreateTable", detail), ElementsAre(Scope{Key(), true})) << detail;
}

TEST(StateChange, OfAnotherPlaceIsIgnored) {
  const std::string detail = R"({"databaseName":"sales","typeOfChange":"CreateDatabase"})";
  EXPECT_THAT(touch(notice("CreateDatabase", detail, "999999999999"), followed_place).ignored.value_or(""),
              HasSubstr("account 999999999999"));
  EXPECT_THAT(touch(notice("CreateDatabase", detail, "123456789012", "eu-west-1"), followed_place)
                  .ignored.value_or(""),
              HasSubstr("Region eu-west-1"));
  EXPECT_THAT(touch(notice("CreateDatabase", R"({"databaseName":"sales","catalogId":"123456789012:nested"})"),
                    followed_place)
                  .ignored.value_or(""),
              HasSubstr("catalog 123456789012:nested"));
}

TEST(StateChange, OfADamagedPlaceIsParked) {
  const auto touched = touch(notice("CreateDatabase", R"({"databaseName":"sales"})", "12"), followed_place);
  ASSERT_TRUE(touched.malformed);
  EXPECT_EQ(touched.malformed->subject, "state:03d4df04");
  EXPECT_FALSE(touched.malformed->hint.empty());
}

TEST(StateChange, ThatIsNoJsonIsParked) {
  auto event = notice("CreateTable", "{}");
  event.record.pop_back();
  EXPECT_TRUE(touch(event, followed_place).malformed);
}

}  // namespace
}  // namespace lakemirror::translate
