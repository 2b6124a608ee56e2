#include "translate/touch.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <sstream>

#include "base/json.h"

namespace lakemirror::translate {
namespace {

using model::Key;
using model::Scope;
using testing::ElementsAre;
using testing::HasSubstr;

std::string sample(const std::string& name) {
  std::ifstream file("tests/records/samples/" + name);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

model::Event event(std::string_view name, json::value parameters, json::value resources = nullptr) {
  const json::object record{{"eventName", name},
                            {"eventSource", "glue.amazonaws.com"},
                            {"awsRegion", "us-east-1"},
                            {"recipientAccountId", "123456789012"},
                            {"requestParameters", parameters},
                            {"resources", resources}};
  return {.event_id = "e1",
          .event_name = std::string(name),
          .event_source = "glue.amazonaws.com",
          .record = json::serialize(record)};
}

json::value parsed(std::string_view text) { return *parse_json(text); }

const TouchContext context{.source_account = "123456789012", .source_region = "us-east-1"};

std::vector<Scope> scopes_of(std::string_view name, std::string_view parameters) {
  return touch(event(name, parsed(parameters)), context).scopes;
}

const Key sales_orders = Key::table("sales", "orders");

TEST(Touch, RealCreateTableTouchesTheTableWithEverythingBelow) {
  const auto touched = touch({.event_id = "e", .record = sample("real/glue_CreateTable.json")}, {});
  EXPECT_THAT(touched.scopes, ElementsAre(Scope{Key::table("stackd_audit_bfda54c05859", "items"), true}));
}

/// The context of a flow whose target is us-west-2, and a call that somebody made at its source.
struct OtherDirection {
  TouchContext context = {.source_account = "123456789012",
                          .source_region = "us-east-1",
                          .own = {.product = "lakemirror/",
                                  .copies_from_target = "from/123456789012.us-west-2",
                                  .is_replicator = [](std::string_view arn) {
                                    return arn == "arn:aws:iam::123456789012:role/replicator";
                                  }}};
  std::string agent = "lakemirror/9.9 from/123456789012.us-west-2";
  json::object identity = {
      {"type", "AssumedRole"},
      {"arn", "arn:aws:sts::123456789012:assumed-role/replicator/anybody"},
      {"sessionContext",
       {{"sessionIssuer", {{"type", "Role"}, {"arn", "arn:aws:iam::123456789012:role/replicator"}}}}}};

  Touch touched() const {
    auto call = event("CreateTable", parsed(R"({"databaseName":"sales","tableInput":{"name":"orders"}})"));
    auto record = parse_json(call.record)->as_object();
    record["userAgent"] = agent;
    record["userIdentity"] = identity;
    call.record = json::serialize(record);
    return touch(call, context);
  }
};

TEST(OwnCalls, WhatTheOtherDirectionCopiedIsIgnored) {
  OtherDirection call;
  EXPECT_THAT(call.touched().ignored.value_or(""), HasSubstr("role/replicator"));
  call.identity = {{"type", "IAMUser"}, {"arn", "arn:aws:iam::123456789012:role/replicator"}};
  EXPECT_TRUE(call.touched().ignored);
}

TEST(OwnCalls, NeitherTheUserAgentAloneNorTheRoleAloneIsEnough) {
  OtherDirection somebody_else, by_hand, hidden;
  somebody_else.identity["sessionContext"].as_object()["sessionIssuer"].as_object()["arn"] =
      "arn:aws:iam::123456789012:role/analyst";
  by_hand.agent = "aws-cli/2.15 from/123456789012.us-west-2";
  hidden.identity = {};
  for (const auto& call : {somebody_else, by_hand, hidden}) {
    EXPECT_FALSE(call.touched().ignored) << call.agent;
    EXPECT_THAT(call.touched().scopes, ElementsAre(Scope{sales_orders, true}));
  }
}

TEST(OwnCalls, WhatWasCopiedFromAThirdPlaceIsNews) {
  OtherDirection call;
  for (const char* agent :
       {"lakemirror/9.9 from/123456789012.eu-west-1", "lakemirror/9.9",
        "lakemirror/9.9 from/123456789012.us-west-20", "notlakemirror/9.9 from/123456789012.us-west-2"}) {
    call.agent = agent;
    EXPECT_FALSE(call.touched().ignored) << agent;
  }
}

TEST(Touch, FailedCallIsIgnoredWithItsCode) {
  auto failed = event("CreateTable", parsed(R"({"databaseName":"sales","tableInput":{"name":"orders"}})"));
  failed.record.insert(1, R"("errorCode":"AlreadyExistsException",)");
  EXPECT_THAT(touch(failed, context).ignored.value_or(""), HasSubstr("AlreadyExistsException"));
}

TEST(Touch, CallThatTimedOutMayHaveTakenEffectAndIsTouched) {
  auto failed = event("DeleteTable", parsed(R"({"databaseName":"sales","name":"orders"})"));
  failed.record.insert(1, R"("errorCode":"OperationTimeoutException",)");
  EXPECT_THAT(touch(failed, context).scopes, ElementsAre(Scope{sales_orders, true}));
}

TEST(Touch, CallTheServiceGaveUpOnMayHaveTakenEffectUnderEveryCodeForIt) {
  for (const std::string code :
       {"InternalServiceException", "InternalFailure", "InternalFailureException", "InternalServerError",
        "ServiceUnavailable", "ServiceUnavailableException", "RequestTimeout", "RequestTimeoutException"}) {
    auto failed = event("DeleteTable", parsed(R"({"databaseName":"sales","name":"orders"})"));
    failed.record.insert(1, R"("errorCode":")" + code + R"(",)");
    EXPECT_THAT(touch(failed, context).scopes, ElementsAre(Scope{sales_orders, true})) << code;
  }
}

model::Event batch_delete(std::string_view tables, const std::string& response) {
  auto made =
      event("BatchDeleteTable", json::object{{"databaseName", "sales"}, {"tablesToDelete", parsed(tables)}});
  made.record.insert(1, R"("responseElements":)" + response + ",");
  return made;
}

TEST(Touch, TableThatBatchDeleteTableFailedToDeleteIsNotTouched) {
  const auto touched =
      touch(batch_delete(
                R"(["orders","Gone","b"])",
                R"({"Errors":[{"TableName":"gone","errorDetail":{"errorCode":"EntityNotFoundException"}}]})"),
            context);
  EXPECT_THAT(touched.scopes, ElementsAre(Scope{sales_orders, true}, Scope{Key::table("sales", "b"), true}));
}

TEST(Touch, BatchDeleteTableThatDeletedNothingIsIgnored) {
  const auto touched =
      touch(batch_delete(R"(["orders"])",
                         R"({"errors":[{"tableName":"ORDERS","errorDetail":{"errorCode":"any"}}]})"),
            context);
  EXPECT_TRUE(touched.scopes.empty());
  EXPECT_THAT(touched.ignored.value_or(""), HasSubstr("every item"));
}

TEST(Touch, TableAskedForTwiceAndFailedOnceWasDeletedAndIsTouched) {
  const auto touched =
      touch(batch_delete(R"(["orders","orders"])", R"({"errors":[{"tableName":"orders"}]})"), context);
  EXPECT_THAT(touched.scopes, ElementsAre(Scope{sales_orders, true}));
}

TEST(Touch, ItemErrorsThatNameNoTableTakeNothingAway) {
  for (const auto* response :
       {"null", R"({"errors":null})", R"({"errors":[{}, 1, {"tableName":"***OMITTED***"}]})"}) {
    EXPECT_THAT(touch(batch_delete(R"(["orders"])", response), context).scopes,
                ElementsAre(Scope{sales_orders, true}))
        << response;
  }
}

TEST(Touch, UpdateTableThatAddressesOneNameAndGivesAnotherTouchesBoth) {
  EXPECT_THAT(
      scopes_of("UpdateTable", R"({"databaseName":"sales","name":"orders","tableInput":{"name":"orders2"}})"),
      ElementsAre(Scope{sales_orders, false}, Scope{Key::table("sales", "orders2"), true}));
  EXPECT_THAT(
      scopes_of("UpdateTable", R"({"databaseName":"sales","name":"orders","tableInput":{"name":"ORDERS"}})"),
      ElementsAre(Scope{sales_orders, false}));
}

TEST(Touch, ReadIsIgnored) {
  const auto touched =
      touch({.event_id = "e", .record = sample("real/glue_GetTable_EntityNotFound.json")}, {});
  EXPECT_TRUE(touched.ignored.has_value());
}

TEST(Touch, EveryEventNameNamesItsKeys) {
  EXPECT_THAT(scopes_of("CreateDatabase", R"({"databaseInput":{"name":"Sales"}})"),
              ElementsAre(Scope{Key::database("sales"), true}));
  EXPECT_THAT(scopes_of("UpdateDatabase", R"({"name":"sales","databaseInput":{"name":"sales"}})"),
              ElementsAre(Scope{Key::database("sales"), false}));
  EXPECT_THAT(scopes_of("DeleteDatabase", R"({"name":"sales"})"),
              ElementsAre(Scope{Key::database("sales"), true}));
  EXPECT_THAT(scopes_of("UpdateTable", R"({"databaseName":"sales","tableInput":{"name":"ORDERS"}})"),
              ElementsAre(Scope{sales_orders, false}));
  EXPECT_THAT(scopes_of("DeleteTable", R"({"databaseName":"sales","name":"orders"})"),
              ElementsAre(Scope{sales_orders, true}));
  EXPECT_THAT(scopes_of("BatchDeleteTable", R"({"databaseName":"sales","tablesToDelete":["orders","b"]})"),
              ElementsAre(Scope{sales_orders, true}, Scope{Key::table("sales", "b"), true}));
}

TEST(Touch, EveryPartitionEventNamesItsPartitions) {
  const Scope first{Key::partition("sales", "orders", {"2026", "a/b,c%"}), false};
  const Scope second{Key::partition("sales", "orders", {"2026", "Table"}), false};
  const std::string head = R"({"databaseName":"sales","tableName":"orders",)";
  EXPECT_THAT(scopes_of("CreatePartition", head + R"("partitionInput":{"values":["2026","a/b,c%"]}})"),
              ElementsAre(first));
  EXPECT_THAT(scopes_of("DeletePartition", head + R"("partitionValues":["2026","a/b,c%"]})"),
              ElementsAre(first));
  EXPECT_THAT(
      scopes_of(
          "UpdatePartition",
          head + R"("partitionValueList":["2026","a/b,c%"],"partitionInput":{"values":["2026","Table"]}})"),
      ElementsAre(first, second));
  EXPECT_THAT(
      scopes_of("BatchCreatePartition",
                head + R"("partitionInputList":[{"values":["2026","a/b,c%"]},{"values":["2026","Table"]}]})"),
      ElementsAre(first, second));
  EXPECT_THAT(
      scopes_of("BatchDeletePartition", head + R"("partitionsToDelete":[{"values":["2026","a/b,c%"]}]})"),
      ElementsAre(first));
  EXPECT_THAT(
      scopes_of(
          "BatchUpdatePartition",
          head +
              R"("entries":[{"partitionValueList":["2026","a/b,c%"],"partitionInput":{"values":["2026","a/b,c%"]}}]})"),
      ElementsAre(first, first));
}

TEST(Touch, CasingOfMembersDoesNotMatter) {
  EXPECT_THAT(scopes_of("CreateTable", R"({"DatabaseName":"sales","TABLEINPUT":{"Name":"orders"}})"),
              ElementsAre(Scope{sales_orders, true}));
}

TEST(Touch, OmittedRequestIsReadByItsResources) {
  const auto omitted =
      parsed(R"({"reason":"requestParameters too large","omitted":"true","originalSize":"149893"})");
  const auto resources = parsed(R"([{"ARN":"arn:aws:glue:us-east-1:123456789012:catalog"},
      {"ARN":"arn:aws:glue:us-east-1:123456789012:database/sales"},{"ARN":"arn:aws:glue:us-east-1:123456789012:table/sales/orders"}])");
  EXPECT_THAT(touch(event("BatchCreatePartition", omitted, resources), context).scopes,
              ElementsAre(Scope{sales_orders, true}));
  EXPECT_THAT(touch(event("UpdateTable", omitted, resources), context).scopes,
              ElementsAre(Scope{sales_orders, false}));
}

TEST(Touch, OmittedBatchDeleteTableTouchesTheWholeDatabaseBecauseItMayHaveDeletedMoreThanIsNamed) {
  const auto resources = parsed(R"([{"ARN":"arn:aws:glue:us-east-1:123456789012:table/sales/orders"}])");
  EXPECT_THAT(touch(event("BatchDeleteTable", nullptr, resources), context).scopes,
              ElementsAre(Scope{Key::database("sales"), true}));
}

TEST(Touch, ResourcesThatNameOnlyTheDatabaseTouchAllOfIt) {
  const auto resources = parsed(R"([{"ARN":"arn:aws:glue:us-east-1:123456789012:database/sales"}])");
  EXPECT_THAT(touch(event("UpdateTable", nullptr, resources), context).scopes,
              ElementsAre(Scope{Key::database("sales"), true}));
}

TEST(Touch, SubjectThatCannotBeNamedTouchesTheWholeCatalog) {
  EXPECT_THAT(touch(event("UpdateTable", nullptr), context).scopes, ElementsAre(Scope{Key(), true}));
}

TEST(Touch, NamesThatAreEmptyNameNothing) {
  const auto resources = parsed(R"([{"ARN":"arn:aws:glue:us-east-1:123456789012:table/sales/"},
      {"ARN":"arn:aws:glue:us-east-1:123456789012:table//orders"},{"ARN":"arn:aws:glue:us-east-1:123456789012:database/"}])");
  EXPECT_THAT(touch(event("UpdateTable", nullptr, resources), context).scopes,
              ElementsAre(Scope{Key(), true}));
  EXPECT_THAT(scopes_of("BatchDeleteTable", R"({"databaseName":"sales","tablesToDelete":["orders",""]})"),
              ElementsAre(Scope{Key(), true}));
}

TEST(Touch, RedactedValuesTouchTheWholeTable) {
  EXPECT_THAT(
      scopes_of(
          "DeletePartition",
          R"({"databaseName":"sales","tableName":"orders","partitionValues":["HIDDEN_DUE_TO_SECURITY_REASONS"]})"),
      ElementsAre(Scope{sales_orders, true}));
}

TEST(Touch, OtherCatalogIsIgnored) {
  const auto touched =
      touch(event("DeleteDatabase", parsed(R"({"catalogId":"999999999999","name":"sales"})")), context);
  EXPECT_THAT(touched.ignored.value_or(""), HasSubstr("999999999999"));
}

TEST(Touch, RedactedCatalogIsNotAnotherOne) {
  for (const auto* hidden : {"HIDDEN_DUE_TO_SECURITY_REASONS", "***OMITTED***"}) {
    const auto touched =
        touch(event("DeleteDatabase", json::object{{"catalogId", hidden}, {"name", "sales"}}), context);
    EXPECT_THAT(touched.scopes, ElementsAre(Scope{Key::database("sales"), true})) << hidden;
  }
}

TEST(Touch, TableVersionDeletionsAreIgnoredWithTheReason) {
  for (const auto* name : {"DeleteTableVersion", "BatchDeleteTableVersion"}) {
    EXPECT_THAT(touch(event(name, parsed("{}")), context).ignored.value_or(""), HasSubstr("versions"));
  }
}

TEST(Touch, TextThatIsNoRecordIsMalformedAndSaysWhatToDo) {
  for (const auto* text : {"", "{", "[]", "null", "{\"a\":1} trailing"}) {
    const auto touched = touch(
        {.event_id = "e9", .event_name = "CreateTable", .event_source = "glue.amazonaws.com", .record = text},
        context);
    ASSERT_TRUE(touched.malformed.has_value()) << text;
    EXPECT_THAT(touched.malformed->hint, HasSubstr("e9"));
  }
}

RC_GTEST_PROP(Touch, AnyDamageOfARealRecordIsReadOrMalformedNeverACrash, ()) {
  static const std::string real = sample("real/glue_CreateTable.json");
  auto text = real;
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text[at] = *rc::gen::arbitrary<char>();
  const auto touched = touch({.event_id = "e", .record = text}, {});
  RC_ASSERT(touched.malformed || touched.ignored || !touched.scopes.empty());
}

TEST(Touch, WhatNobodyCanHaveWrittenIsNoReasonToIgnoreARecord) {
  const auto with = [](std::string_view member, std::string_view value) {
    auto damaged = event("CreateTable", parsed(R"({"databaseName":"sales","tableInput":{"name":"orders"}})"));
    auto record = parsed(damaged.record).as_object();
    record[member] = value;
    damaged.record = json::serialize(record);
    return touch(damaged, context);
  };
  EXPECT_TRUE(with("awsRegion", "eu-west-1").ignored);
  EXPECT_THAT(with("awsRegion", "us-e{st-1").malformed->message, HasSubstr("awsRegion"));
  EXPECT_TRUE(with("recipientAccountId", "999999999999").ignored);
  EXPECT_THAT(with("recipientAccountId", "12345678901").malformed->message, HasSubstr("recipientAccountId"));
  EXPECT_TRUE(with("errorCode", "AlreadyExistsException").ignored);
  EXPECT_THAT(with("errorCode", "Al{eadyExistsException").scopes, ElementsAre(Scope{sales_orders, true}));
  EXPECT_THAT(with("recipientAccountId", "HIDDEN_DUE_TO_SECURITY_REASONS").scopes,
              ElementsAre(Scope{sales_orders, true}));
}

TEST(Touch, OfEnvelopeAndRecordTheOneThatNamesAKnownEventIsBelieved) {
  const auto whole =
      event("CreateTable", parsed(R"({"databaseName":"sales","tableInput":{"name":"orders"}})"));
  for (const std::string other : {"CreateTabl", "", "Create\x01"}) {
    auto damaged = whole;
    damaged.event_name = other;
    EXPECT_THAT(touch(damaged, context).scopes, ElementsAre(Scope{sales_orders, true})) << other;
    damaged.record = "{}";
    EXPECT_FALSE(touch(damaged, context).touches()) << other;
  }
  auto damaged = whole;
  damaged.event_source = "blue.amazonaws.com";
  EXPECT_THAT(touch(damaged, context).scopes, ElementsAre(Scope{sales_orders, true}));
  damaged.record = "{}";
  EXPECT_TRUE(touch(damaged, context).ignored);
  damaged.event_source = "glue";
  EXPECT_TRUE(touch(damaged, context).malformed) << "no service has such a name";
}

}  // namespace
}  // namespace lakemirror::translate
