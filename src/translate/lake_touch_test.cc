#include "translate/lake_touch.h"

#include <gmock/gmock.h>

#include "translate/lake_record.h"

namespace lakemirror::translate {
namespace {

using model::Key;
using model::KeyKind;
using model::Scope;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Key filtered_orders = Key::table("sales", "orders");
const std::string arn = "arn:aws:s3:::lake/raw";

std::string reason_of(const LakeRecord& record) { return record.touched().ignored.value_or(""); }

struct Named {
  const char* event;
  const char* request;
  Scope scope;
};

TEST(LakeTouch, EveryEventNamesItsKey) {
  const std::vector<Named> cases = {
      {"PutDataLakeSettings", R"({"dataLakeSettings":{"dataLakeAdmins":[]}})", {Key::settings(), false}},
      {"PutDataLakeSettings", "null", {Key::settings(), false}},
      {"RegisterResource",
       R"({"resourceArn":"arn:aws:s3:::lake/raw","useServiceLinkedRole":true})",
       {Key::location(arn), false}},
      {"UpdateResource",
       R"({"roleArn":"arn:aws:iam::111122223333:role/lf","resourceArn":"arn:aws:s3:::lake/raw"})",
       {Key::location(arn), false}},
      {"DeregisterResource", R"({"resourceArn":"arn:aws:s3:::lake/raw"})", {Key::location(arn), true}},
      {"CreateLFTag", R"({"tagKey":"Level","tagValues":["public"]})", {Key::tag("level"), false}},
      {"UpdateLFTag", R"({"tagKey":"level","tagValuesToAdd":["open"]})", {Key::tag("level"), false}},
      {"DeleteLFTag", R"({"tagKey":"level"})", {Key::tag("level"), true}},
      {"CreateLFTagExpression",
       R"({"name":"Open","expression":[{"tagKey":"level","tagValues":["public"]}]})",
       {Key::expression("Open"), false}},
      {"UpdateLFTagExpression", R"({"name":"Open","expression":[]})", {Key::expression("Open"), false}},
      {"DeleteLFTagExpression", R"({"name":"Open"})", {Key::expression("Open"), true}},
      {"CreateDataCellsFilter",
       R"({"tableData":{"tableCatalogId":"111122223333","databaseName":"Sales","tableName":"Orders","name":"EU"}})",
       {Key::filter("sales", "orders", "EU"), false}},
      {"UpdateDataCellsFilter",
       R"({"tableData":{"tableCatalogId":"111122223333","databaseName":"sales","tableName":"orders","name":"EU","rowFilter":{"allRowsWildcard":{}}}})",
       {Key::filter("sales", "orders", "EU"), false}},
      {"DeleteDataCellsFilter",
       R"({"tableCatalogId":"111122223333","databaseName":"sales","tableName":"orders","name":"EU"})",
       {Key::filter("sales", "orders", "EU"), true}},
  };
  for (const auto& [event, request, scope] : cases) {
    const auto touched = LakeRecord{.name = event, .request = request}.touched();
    EXPECT_THAT(touched.scopes, ElementsAre(scope)) << event;
    EXPECT_THAT(touched.unnamed, IsEmpty()) << event;
    EXPECT_THAT(touched.grants, IsEmpty()) << event;
  }
}

TEST(LakeTouch, CasingOfMembersDoesNotMatter) {
  for (const auto* request : {R"({"TagKey":"level"})", R"({"TAGKEY":"LEVEL"})", R"({"tagkey":"level"})"}) {
    EXPECT_THAT((LakeRecord{.name = "CreateLFTag", .request = request}.touched().scopes),
                ElementsAre(Scope{Key::tag("level"), false}))
        << request;
  }
  EXPECT_THAT(
      (LakeRecord{.name = "UpdateDataCellsFilter",
                  .request = R"({"TableData":{"DatabaseName":"sales","TABLENAME":"orders","Name":"EU"}})"}
           .touched()
           .scopes),
      ElementsAre(Scope{Key::filter("sales", "orders", "EU"), false}));
}

TEST(LakeTouch, ValueTakenOffATagTouchesAllThatUsedIt) {
  for (const auto* values : {R"(["public"])", R"("HIDDEN_DUE_TO_SECURITY_REASONS")", R"([null])"}) {
    const auto touched = LakeRecord{.name = "UpdateLFTag",
                                    .request = R"({"tagKey":"level","tagValuesToAdd":["x"],)"
                                               R"("tagValuesToDelete":)" +
                                               std::string(values) + "}"}
                             .touched();
    EXPECT_THAT(touched.scopes, ElementsAre(Scope{Key::tag("level"), true})) << values;
  }
  for (const auto* values : {"[]", "null"}) {
    const auto touched =
        LakeRecord{.name = "UpdateLFTag",
                   .request = R"({"tagKey":"level","tagValuesToDelete":)" + std::string(values) + "}"}
            .touched();
    EXPECT_THAT(touched.scopes, ElementsAre(Scope{Key::tag("level"), false})) << values;
  }
}

struct Unnamed {
  const char* event;
  std::vector<KeyKind> kinds;
};

TEST(LakeTouch, RequestThatCannotBeSeenTouchesAllKeysOfItsKind) {
  const std::vector<Unnamed> cases = {
      {"RegisterResource", {KeyKind::location}},
      {"UpdateResource", {KeyKind::location}},
      {"DeregisterResource", {KeyKind::location, KeyKind::grants}},
      {"CreateLFTag", {KeyKind::tag}},
      {"UpdateLFTag", {KeyKind::tag, KeyKind::assignment, KeyKind::grants}},
      {"DeleteLFTag", {KeyKind::tag, KeyKind::assignment, KeyKind::grants}},
      {"CreateLFTagExpression", {KeyKind::expression}},
      {"UpdateLFTagExpression", {KeyKind::expression}},
      {"DeleteLFTagExpression", {KeyKind::expression, KeyKind::grants}},
      {"AddLFTagsToResource", {KeyKind::assignment}},
      {"RemoveLFTagsFromResource", {KeyKind::assignment}},
      {"CreateDataCellsFilter", {KeyKind::filter}},
      {"UpdateDataCellsFilter", {KeyKind::filter}},
      {"DeleteDataCellsFilter", {KeyKind::filter, KeyKind::grants}},
  };
  for (const auto& [event, kinds] : cases) {
    for (const std::string& request :
         {std::string("null"), std::string(R"("***OMITTED***")"), omitted_request}) {
      const auto touched = LakeRecord{.name = event, .request = request}.touched();
      EXPECT_THAT(touched.scopes, IsEmpty()) << event << request;
      EXPECT_EQ(touched.unnamed.size(), kinds.size()) << event << request;
      for (const auto kind : kinds) EXPECT_TRUE(all_touched(touched, kind, Key())) << event << request;
    }
  }
}

TEST(LakeTouch, NamesThatAreNullOrHiddenOrEmptyNameNothing) {
  for (const auto* name : {"null", R"("")", R"("HIDDEN_DUE_TO_SECURITY_REASONS")", "1", "{}"}) {
    const LakeRecord record{.name = "CreateLFTag", .request = R"({"tagKey":)" + std::string(name) + "}"};
    EXPECT_TRUE(all_touched(record.touched(), KeyKind::tag, Key())) << name;
  }
}

TEST(LakeTouch, FilterCreatedWithoutItsTableDataTouchesTheFiltersOfTheTableInItsResources) {
  const auto within = [](std::string request, const std::vector<std::string>& paths) {
    return LakeRecord{
        .name = "CreateDataCellsFilter", .request = std::move(request), .resources = resources_of(paths)}
        .touched();
  };
  for (const auto* request : {"{}", R"({"tableData":{}})", R"({"tableData":null})", "null"}) {
    const auto of_table = within(request, {"catalog", "database/sales", "table/sales/orders"});
    EXPECT_TRUE(all_touched(of_table, KeyKind::filter, filtered_orders)) << request;
    EXPECT_THAT(of_table.scopes, IsEmpty()) << request;
    const auto of_database = within(request, {"database/sales"});
    EXPECT_TRUE(all_touched(of_database, KeyKind::filter, Key::database("sales"))) << request;
    EXPECT_TRUE(all_touched(within(request, {}), KeyKind::filter, Key())) << request;
  }
  EXPECT_TRUE(all_touched(within(R"({"tableData":{"databaseName":"sales","tableName":"orders"}})", {}),
                          KeyKind::filter, filtered_orders));
  EXPECT_TRUE(all_touched(within(R"({"tableData":{"databaseName":"sales","name":"EU"}})", {}),
                          KeyKind::filter, Key::database("sales")));
}

TEST(LakeTouch, FailedCallIsIgnoredWithItsCode) {
  const auto touched = touch(
      {.event_id = "e", .record = recorded("real/lakeformation_GrantPermissions_InvalidInput.awsdocs.json")},
      lake_context);
  EXPECT_THAT(touched.ignored.value_or(""), HasSubstr("InvalidInputException"));
  EXPECT_FALSE(touched.touches());
  EXPECT_THAT(reason_of({.name = "DeleteLFTag", .more = R"("errorCode":"AccessDenied",)"}),
              HasSubstr("AccessDenied"));
}

TEST(LakeTouch, CallTheServiceGaveUpOnIsTouched) {
  const LakeRecord record{.name = "DeleteLFTag",
                          .request = R"({"tagKey":"level"})",
                          .more = R"("errorCode":"OperationTimeoutException",)"};
  EXPECT_THAT(record.touched().scopes, ElementsAre(Scope{Key::tag("level"), true}));
}

TEST(LakeTouch, ReadIsIgnored) {
  const auto touched =
      touch({.event_id = "e",
             .record = recorded("real/lakeformation_GetDataAccess_redshift.awsbestpractices.json")},
            lake_context);
  EXPECT_EQ(touched.ignored, changes_nothing);
  for (const auto* name : {"ListPermissions", "DescribeResource", "SearchTablesByLFTags", "GetResourceLFTags",
                           "GetTemporaryGlueTableCredentials", "AssumeDecoratedRoleWithSAML"}) {
    EXPECT_EQ(reason_of({.name = name}), changes_nothing) << name;
  }
}

TEST(LakeTouch, ChangeThatIsNotReplicatedIsIgnoredWithWhatItIsAbout) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"CreateLakeFormationOptIn", "opt-in"},
      {"DeleteLakeFormationOptIn", "opt-in"},
      {"CreateLakeFormationIdentityCenterConfiguration", "Identity Center"},
      {"UpdateLakeFormationIdentityCenterConfiguration", "Identity Center"},
      {"DeleteLakeFormationIdentityCenterConfiguration", "Identity Center"},
      {"UpdateTableStorageOptimizer", "storage optimizer"},
      {"StartTransaction", "transaction"},
      {"CommitTransaction", "transaction"},
      {"UpdateTableObjects", "governed table"},
      {"DeleteObjectsOnCancel", "transaction"},
      {"SomethingOfTomorrow", "SomethingOfTomorrow"},
  };
  for (const auto& [name, subject] : cases) {
    EXPECT_THAT(reason_of({.name = name}), HasSubstr(subject));
    EXPECT_THAT(reason_of({.name = name}), HasSubstr("is not replicated by this version"));
  }
}

TEST(LakeTouch, OtherCatalogsAndAccountsAndRegionsAreIgnored) {
  EXPECT_THAT(
      reason_of({.name = "CreateLFTag", .request = R"({"catalogId":"999999999999","tagKey":"level"})"}),
      HasSubstr("999999999999"));
  EXPECT_THAT(reason_of({.name = "CreateDataCellsFilter",
                         .request = R"({"tableData":{"tableCatalogId":"999999999999","databaseName":"sales",)"
                                    R"("tableName":"orders","name":"EU"}})"}),
              HasSubstr("999999999999"));
  EXPECT_THAT(
      reason_of({.name = "AddLFTagsToResource",
                 .request = R"({"resource":{"database":{"catalogId":"999999999999","name":"sales"}}})"}),
      HasSubstr("999999999999"));
  const auto event = LakeRecord{.name = "CreateLFTag", .request = R"({"tagKey":"level"})"}.event();
  EXPECT_THAT(
      touch(event, {.source_account = own_account, .source_region = "eu-west-1"}).ignored.value_or(""),
      HasSubstr("us-east-1"));
  EXPECT_THAT(touch(event, {.source_account = "999999999999"}).ignored.value_or(""), HasSubstr(own_account));
  EXPECT_TRUE(touch(event, {}).touches());
}

TEST(EventNames, AreThoseThatCanTouchSomething) {
  const auto names = event_names();
  EXPECT_EQ(names.size(), 13u + 19u);
  for (const auto name : names) {
    for (const auto* source : {"glue.amazonaws.com", "lakeformation.amazonaws.com"}) {
      const model::Event event{.event_id = "e",
                               .event_name = std::string(name),
                               .event_source = source,
                               .record = R"({"recipientAccountId":"111122223333"})"};
      const bool is_of_lake = find_lake_event(name) != nullptr;
      EXPECT_EQ(touch(event, lake_context).touches(), is_of_lake == (source[0] == 'l')) << name << source;
    }
  }
}

}  // namespace
}  // namespace lakemirror::translate
