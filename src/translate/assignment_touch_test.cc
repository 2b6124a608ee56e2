#include <gmock/gmock.h>

#include "translate/lake_record.h"

namespace lakemirror::translate {
namespace {

using model::Key;
using model::KeyKind;
using model::Scope;
using testing::ElementsAre;
using testing::HasSubstr;

const Key sales = Key::database("sales");
const Key orders = Key::table("sales", "orders");
const std::string two_tags =
    R"([{"tagKey":"level","tagValues":["public"]},{"tagKey":"owner","tagValues":["a"]}])";

Touch touched(const std::string& resource, const std::string& response = "null",
              const std::string& tags = two_tags) {
  return LakeRecord{.name = "AddLFTagsToResource",
                    .request = R"({"resource":)" + resource + R"(,"lFTags":)" + tags + "}",
                    .response = response}
      .touched();
}

std::string failures(const std::vector<std::string>& tag_keys) {
  std::string list;
  for (const auto& tag : tag_keys) {
    list += (list.empty() ? "" : ",");
    list += R"({"lFTag":{"catalogId":"111122223333","tagKey":")" + tag +
            R"("},"error":{"errorCode":"EntityNotFoundException"}})";
  }
  return R"({"failures":[)" + list + "]}";
}

TEST(TouchOfAssignments, IsTheKeyOfTheDatabaseOrTable) {
  const std::vector<std::pair<std::string, Key>> cases = {
      {R"({"database":{"name":"Sales"}})", Key::assignment(sales)},
      {R"({"database":{"catalogId":"111122223333","name":"sales"},"table":null})", Key::assignment(sales)},
      {R"({"table":{"databaseName":"sales","name":"Orders"}})", Key::assignment(orders)},
      {R"({"Table":{"DatabaseName":"sales","Name":"orders","SomethingNew":1}})", Key::assignment(orders)},
      {R"({"tableWithColumns":{"databaseName":"sales","name":"orders","columnNames":["id"]}})",
       Key::assignment(orders)},
      {R"({"tableWithColumns":{"databaseName":"sales","name":"orders","columnWildcard":{}}})",
       Key::assignment(orders)},
  };
  for (const auto& [resource, key] : cases) {
    EXPECT_THAT(touched(resource).scopes, ElementsAre(Scope{key, false})) << resource;
    EXPECT_TRUE(touched(resource).unnamed.empty()) << resource;
  }
}

TEST(TouchOfAssignments, RecordOfAnotherToolIsRead) {
  const auto record = recorded("synthetic/lakeformation_add_lftags_to_resource.json");
  EXPECT_THAT(touch({.event_id = "e", .record = record}, {.source_account = "123456789012"}).scopes,
              ElementsAre(Scope{Key::assignment(Key::table("finance", "trades")), false}));
}

TEST(TouchOfAssignments, WildcardTouchesEveryTableOfTheDatabase) {
  for (const auto* table :
       {R"({"table":{"databaseName":"sales","tableWildcard":{}}})",
        R"({"table":{"databaseName":"sales","name":"ALL_TABLES"}})",
        R"({"table":{"databaseName":"sales","name":"HIDDEN_DUE_TO_SECURITY_REASONS"}})"}) {
    EXPECT_TRUE(all_touched(touched(table), KeyKind::assignment, sales)) << table;
  }
}

TEST(TouchOfAssignments, CatalogIsIgnoredWithTheReason) {
  EXPECT_THAT(touched(R"({"catalog":{}})").ignored.value_or(""), HasSubstr("whole catalog"));
}

TEST(TouchOfAssignments, ResourceThatCannotBeReadTouchesAll) {
  for (const auto* resource : {"{}", "null", R"("HIDDEN_DUE_TO_SECURITY_REASONS")", R"({"database":"x"})",
                               R"({"table":{}})", R"({"view":{"name":"x"}})"}) {
    EXPECT_TRUE(all_touched(touched(resource), KeyKind::assignment, Key())) << resource;
  }
}

TEST(TouchOfAssignments, OmittedRequestIsReadByItsResources) {
  const auto by = [](const std::vector<std::string>& paths) {
    return LakeRecord{
        .name = "RemoveLFTagsFromResource", .request = omitted_request, .resources = resources_of(paths)}
        .touched();
  };
  EXPECT_THAT(by({"database/sales", "table/sales/orders"}).scopes,
              ElementsAre(Scope{Key::assignment(orders), false}));
  EXPECT_TRUE(all_touched(by({"database/sales"}), KeyKind::assignment, sales));
}

TEST(TouchOfAssignments, CallOfWhichEveryTagFailedIsIgnored) {
  const std::string table = R"({"table":{"databaseName":"sales","name":"orders"}})";
  EXPECT_THAT(touched(table, failures({"LEVEL", "owner"})).ignored.value_or(""), HasSubstr("every item"));
  EXPECT_TRUE(touched(table, failures({"level"})).touches());
  EXPECT_TRUE(touched(table, failures({"level", "level"})).touches());
  EXPECT_TRUE(touched(table, failures({})).touches());
  EXPECT_TRUE(touched(table, failures({"level", "owner"}), "null").touches());
  EXPECT_TRUE(touched(table, R"({"failures":[null,{},{"lFTag":null},1]})").touches());
}

}  // namespace
}  // namespace lakemirror::translate
