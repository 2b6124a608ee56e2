#include <gmock/gmock.h>

#include "translate/lake_record.h"

namespace lakemirror::translate {
namespace {

using model::Key;
using model::KeyKind;
using model::Scope;
using permissions::RecordedRequest;
using permissions::Resource;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string analyst = "arn:aws:iam::111122223333:role/analyst";
const std::string table_orders = R"({"table":{"databaseName":"Sales","name":"orders"}})";
const std::string columns_of_orders =
    R"({"tableWithColumns":{"databaseName":"sales","name":"orders","columnNames":["id"]}})";
const Resource granted_orders = Resource::table("sales", "orders");

/// The members of a request or of an entry of a batch.
std::string grant(const std::string& resource, const std::string& principal = analyst,
                  const std::string& permissions = R"(["SELECT"])") {
  return R"("principal":{"dataLakePrincipalIdentifier":")" + principal + R"("},"resource":)" + resource +
         R"(,"permissions":)" + permissions;
}

std::string batch(int entries, const std::string& resource = table_orders) {
  std::string list;
  for (int i = 0; i < entries; ++i) {
    list += (list.empty() ? "" : ",");
    list += R"({"id":")" + std::to_string(i) + "\"," + grant(resource, "p" + std::to_string(i)) + "}";
  }
  return R"({"entries":[)" + list + "]}";
}

std::string failed(const std::string& id) {
  return R"({"requestEntry":{"id":")" + id + R"("},"error":{"errorCode":"EntityNotFoundException"}})";
}

std::string failures(const std::string& list) { return R"({"failures":[)" + list + "]}"; }

Scope held(const std::string& principal, const Resource& subject) {
  return {Key::grants(principal, subject.text()), false};
}

bool none_proven(const Touch& touched) {
  return std::none_of(touched.grants.begin(), touched.grants.end(),
                      [](const RecordedGrant& recorded) { return recorded.is_proven; });
}

TEST(TouchOfGrants, TellsWhatWasGrantedAndWhoseItIs) {
  const LakeRecord record{.name = "GrantPermissions",
                          .request = "{" + grant(columns_of_orders) +
                                     R"(,"permissionsWithGrantOption":["SELECT"],"condition":null})"};
  const auto touched = record.touched();
  EXPECT_THAT(touched.scopes, ElementsAre(held(analyst, granted_orders)));
  EXPECT_THAT(touched.unnamed, IsEmpty());
  ASSERT_EQ(touched.grants.size(), 1u);
  const auto& [request, is_proven] = touched.grants.front();
  EXPECT_TRUE(is_proven);
  EXPECT_EQ(request.action, RecordedRequest::Action::grant);
  EXPECT_EQ(request.grant.principal, analyst);
  EXPECT_EQ(request.grant.resource, Resource::columns("sales", "orders", {"id"}));
  EXPECT_TRUE(request.grant.words.holds("SELECT", true));
}

TEST(TouchOfGrants, EveryKindOfResourceIsASubjectOfItsOwn) {
  const std::vector<std::pair<std::string, Resource>> cases = {
      {R"({"catalog":{}})", Resource()},
      {R"({"database":{"catalogId":"111122223333","name":"sales"}})", Resource::database("sales")},
      {R"({"table":{"databaseName":"sales","tableWildcard":{}}})", Resource::all_tables("sales")},
      {R"({"dataLocation":{"resourceArn":"arn:aws:s3:::lake"}})",
       Resource::data_location("arn:aws:s3:::lake")},
      {R"({"dataCellsFilter":{"tableCatalogId":"111122223333","databaseName":"sales","tableName":"orders","name":"EU"}})",
       Resource::cells_filter("sales", "orders", "EU")},
      {R"({"lFTag":{"tagKey":"level","tagValues":["a","b"]}})", Resource::tag("level", {"a"}).subject()},
      {R"({"LFTagExpression":{"name":"Open"}})", Resource::tag_expression("Open")},
      {R"({"lFTagPolicy":{"resourceType":"TABLE","expressionName":"Open"}})",
       Resource::tables_by_expression("Open")},
  };
  for (const auto& [resource, subject] : cases) {
    const LakeRecord record{.name = "GrantPermissions", .request = "{" + grant(resource) + "}"};
    EXPECT_THAT(record.touched().scopes, ElementsAre(held(analyst, subject))) << resource;
    EXPECT_TRUE(Key::parse(record.touched().scopes.front().key.text()).has_value()) << resource;
  }
}

TEST(TouchOfGrants, RevokeIsReadWhateverTheCasing) {
  const LakeRecord record{.name = "RevokePermissions",
                          .request = R"({"Principal":{"DATALAKEPRINCIPALIDENTIFIER":"p"},"RESOURCE":)"
                                     R"({"Table":{"databasename":"sales","Name":"orders"}},)"
                                     R"("Permissions":["SELECT","DROP"]})"};
  const auto touched = record.touched();
  EXPECT_THAT(touched.scopes, ElementsAre(held("p", granted_orders)));
  ASSERT_EQ(touched.grants.size(), 1u);
  EXPECT_EQ(touched.grants[0].request.action, RecordedRequest::Action::revoke);
  EXPECT_TRUE(touched.grants[0].is_proven);
}

TEST(TouchOfGrants, RecordOfAnotherToolIsRead) {
  const auto touched =
      touch({.event_id = "e", .record = recorded("synthetic/lakeformation_revoke_permissions.json")},
            {.source_account = "123456789012"});
  EXPECT_THAT(touched.scopes, ElementsAre(held("data-analysts", Resource::table("finance", "trades"))));
}

TEST(TouchOfGrants, EntriesOfABatchThatDidNotFailCount) {
  const LakeRecord record{
      .name = "BatchRevokePermissions", .request = batch(20), .response = failures(failed("7"))};
  const auto touched = record.touched();
  EXPECT_EQ(touched.scopes.size(), 19u);
  ASSERT_EQ(touched.grants.size(), 19u);
  EXPECT_TRUE(std::ranges::all_of(touched.grants, &RecordedGrant::is_proven));
  EXPECT_EQ(touched.grants[7].request.grant.principal, "p8");
  EXPECT_EQ(touched.grants[7].request.action, RecordedRequest::Action::revoke);
}

TEST(TouchOfGrants, BatchOfWhichEveryEntryFailedIsIgnored) {
  const LakeRecord record{.name = "BatchGrantPermissions",
                          .request = batch(2),
                          .response = failures(failed("0") + "," + failed("1"))};
  EXPECT_THAT(record.touched().ignored.value_or(""), HasSubstr("every item"));
  EXPECT_FALSE(record.touched().touches());
}

TEST(TouchOfGrants, HolderOfSeveralEntriesIsOneScope) {
  const LakeRecord record{.name = "BatchGrantPermissions",
                          .request = R"({"entries":[{"id":"1",)" + grant(table_orders) + R"(},{"id":"2",)" +
                                     grant(columns_of_orders) + "}]}",
                          .response = R"({"failures":[]})"};
  const auto touched = record.touched();
  EXPECT_THAT(touched.scopes, ElementsAre(held(analyst, granted_orders)));
  EXPECT_EQ(touched.grants.size(), 2u);
}

TEST(TouchOfGrants, AnswerThatDoesNotTellWhatFailedProvesNothing) {
  for (const std::string& response :
       {std::string(R"({"reason":"responseElements too large","omitted":"true"})"),
        std::string(R"("HIDDEN_DUE_TO_SECURITY_REASONS")"), std::string(R"({"failures":"***OMITTED***"})"),
        failures(failed("HIDDEN_DUE_TO_SECURITY_REASONS")), failures(failed("1") + "," + failed("1"))}) {
    const auto touched =
        LakeRecord{.name = "BatchGrantPermissions", .request = batch(3), .response = response}.touched();
    EXPECT_TRUE(none_proven(touched)) << response;
    EXPECT_FALSE(touched.scopes.empty()) << response;
  }
}

TEST(TouchOfGrants, FailureWithoutItsEntryTouchesEveryGrant) {
  for (const auto* failure : {"{}", "null", R"({"requestEntry":{"id":null}})"}) {
    const LakeRecord record{
        .name = "BatchGrantPermissions", .request = batch(3), .response = failures(failure)};
    EXPECT_TRUE(all_touched(record.touched(), KeyKind::grants, Key())) << failure;
  }
}

TEST(TouchOfGrants, CallThatMayHaveTakenEffectProvesNothing) {
  for (const auto* more :
       {R"("errorCode":"InternalServiceException",)", R"("addendum":{"reason":"UPDATED_DATA"},)"}) {
    const LakeRecord record{
        .name = "GrantPermissions", .request = "{" + grant(table_orders) + "}", .more = more};
    EXPECT_THAT(record.touched().scopes, ElementsAre(held(analyst, granted_orders))) << more;
    EXPECT_EQ(record.touched().grants.size(), 1u) << more;
    EXPECT_TRUE(none_proven(record.touched())) << more;
  }
}

TEST(TouchOfGrants, RequestWithoutPermissionsProvesNothing) {
  const auto touched = [](const char* permissions) {
    return LakeRecord{.name = "RevokePermissions",
                      .request = "{" + grant(table_orders, analyst, permissions) + "}"}
        .touched();
  };
  EXPECT_THAT(touched("[]").scopes, ElementsAre(held(analyst, granted_orders)));
  EXPECT_TRUE(none_proven(touched("[]")));
  // Not even a list: nothing of it is believed.
  ASSERT_EQ(touched("null").unnamed.size(), 1u);
  EXPECT_EQ(touched("null").unnamed.front().kind, model::KeyKind::grants);
  EXPECT_TRUE(none_proven(touched("null")));
}

TEST(TouchOfGrants, RequestThatCannotBeSeenTouchesEveryGrant) {
  for (const auto* name :
       {"GrantPermissions", "RevokePermissions", "BatchGrantPermissions", "BatchRevokePermissions"}) {
    for (const std::string& request : {std::string("null"), omitted_request, std::string("{}"),
                                       std::string(R"({"entries":"HIDDEN_DUE_TO_SECURITY_REASONS"})")}) {
      const LakeRecord record{
          .name = name, .request = request, .resources = resources_of({"table/sales/orders"})};
      EXPECT_TRUE(all_touched(record.touched(), KeyKind::grants, Key())) << name << request;
      EXPECT_THAT(record.touched().grants, IsEmpty()) << name << request;
    }
  }
}

TEST(TouchOfGrants, EntryThatCannotBeReadTouchesEveryGrantAndTheOthersStillCount) {
  for (const std::string& entry :
       {std::string("null"), std::string(R"({"id":"x"})"), R"({"id":"x",)" + grant("{}") + "}",
        R"({"id":"x",)" + grant(R"({"view":{}})") + "}",
        R"({"id":"x",)" + grant(table_orders, "HIDDEN_DUE_TO_SECURITY_REASONS") + "}",
        R"({"id":"x",)" + grant(table_orders, "", R"("***OMITTED***")") + "}"}) {
    const LakeRecord record{
        .name = "BatchGrantPermissions",
        .request = R"({"entries":[)" + entry + R"(,{"id":"y",)" + grant(table_orders) + "}]}"};
    const auto touched = record.touched();
    EXPECT_TRUE(all_touched(touched, KeyKind::grants, Key())) << entry;
    EXPECT_EQ(touched.unnamed.size(), 1u) << entry;
    EXPECT_THAT(touched.scopes, ElementsAre(held(analyst, granted_orders))) << entry;
    ASSERT_EQ(touched.grants.size(), 1u) << entry;
    EXPECT_TRUE(touched.grants[0].is_proven) << entry;
  }
}

TEST(TouchOfGrants, OtherCatalogsAreOtherSubjects) {
  const auto scopes = [](const std::string& request) {
    return LakeRecord{.name = "GrantPermissions", .request = request}.touched().scopes;
  };
  const auto sales = Resource::database("sales");
  EXPECT_THAT(scopes("{" + grant(R"({"database":{"catalogId":"999999999999","name":"sales"}})") + "}"),
              ElementsAre(held(analyst, sales.in_catalog("999999999999"))));
  const std::string nested = own_account + ":s3tablescatalog/bucket";
  EXPECT_THAT(scopes(R"({"catalogId":")" + nested + "\"," + grant(R"({"database":{"name":"sales"}})") + "}"),
              ElementsAre(held(analyst, sales.in_catalog(nested))));
  EXPECT_THAT(scopes(R"({"catalogId":"999999999999",)" + grant(R"({"database":{"name":"sales"}})") + "}"),
              IsEmpty());
}

TEST(TouchOfGrants, ABatchThatDoesNotTellWhichEntriesFailedMayHaveGrantedAnything) {
  const std::string failed_1 = R"({"failures":[{"requestEntry":{"id":"1"},"error":{"errorCode":"x"}}]})";
  const auto touched = [&](const std::string& entries, const std::string& response) {
    return LakeRecord{
        .name = "BatchGrantPermissions", .request = R"({"entries":[)" + entries + "]}", .response = response}
        .touched();
  };
  const std::string entry = R"({"id":"1",)" + grant(table_orders) + "}";
  EXPECT_TRUE(touched(entry, failed_1).ignored);
  EXPECT_TRUE(all_touched(touched(entry + "," + entry, failed_1), KeyKind::grants, Key())) << "one id, twice";
  EXPECT_TRUE(all_touched(touched("", failed_1), KeyKind::grants, Key()));
  EXPECT_TRUE(all_touched(touched("", "null"), KeyKind::grants, Key())) << "every batch has entries";
}

TEST(TouchOfGrants, AResourceThatNobodyCanHaveAskedForIsNotTheOneThatWasGranted) {
  for (const std::string resource :
       {R"({"database":{"catalogId":"99999999999","name":"sales"}})",
        R"({"lFTagPolicy":{"resourceType":"TABLE","expression":[{"tagKey":"level","tagValues":[]}]}})"}) {
    const auto touched =
        LakeRecord{.name = "GrantPermissions", .request = "{" + grant(resource) + "}"}.touched();
    EXPECT_TRUE(all_touched(touched, KeyKind::grants, Key())) << resource;
    EXPECT_THAT(touched.scopes, IsEmpty()) << resource;
  }
}

}  // namespace
}  // namespace lakemirror::translate
