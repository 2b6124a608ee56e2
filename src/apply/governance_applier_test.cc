#include "apply/governance_applier.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "aws/error.h"
#include "support/local_side.h"

namespace lakemirror::apply {
namespace {

using test_support::LocalSide;

using model::Change;
using model::ChangeKind;
using model::ChangeResult;
using model::Key;
using model::ResultKind;
using testing::ElementsAre;
using testing::HasSubstr;

class GovernanceApplierTest : public testing::Test {
 protected:
  static Change change(ChangeKind kind, Key key, std::string_view body = "{}") {
    return {.kind = kind, .key = std::move(key), .body = parse_json(body).value().get_object()};
  }
  std::vector<ChangeResult> apply(std::vector<Change> changes, std::size_t threads = 1) {
    side.forget_asked();
    return GovernanceApplier(side, LocalSide::account).apply(changes, threads);
  }
  ChangeResult apply_one(ChangeKind kind, Key key, std::string_view body = "{}") {
    return apply({change(kind, std::move(key), body)}).at(0);
  }
  ResultKind kind_of(ChangeKind kind, Key key, std::string_view body = "{}") {
    const auto result = apply_one(kind, std::move(key), body);
    EXPECT_EQ(result.error ? result.error->text() : "", "");
    return result.kind;
  }
  void refuse(std::string_view refused, std::string_view code, std::string_view message) {
    side.intercept = [=](std::string_view operation,
                         const json::object&) -> std::optional<Result<json::object>> {
      if (operation != refused) return std::nullopt;
      return fail(aws::make_error("lakeformation:" + std::string(operation), 400, code, message, "r1"));
    };
  }

  LocalSide side;
};

TEST_F(GovernanceApplierTest, SettingsAreReplacedAsAWhole) {
  const std::string_view body =
      R"({"DataLakeAdmins":[{"DataLakePrincipalIdentifier":"arn:aws:iam::123456789012:role/a"}],"SomethingNew":[1]})";
  json::object sent;
  side.intercept = [&](std::string_view, const json::object& input) -> std::optional<Result<json::object>> {
    sent = input;
    return json::object();
  };
  EXPECT_EQ(kind_of(ChangeKind::update, Key::settings(), body), ResultKind::updated);
  EXPECT_EQ(json::serialize(sent), "{\"DataLakeSettings\":" + std::string(body) + "}");
  EXPECT_EQ(apply_one(ChangeKind::remove, Key::settings()).error->kind, ErrorKind::invalid);
}

TEST_F(GovernanceApplierTest, AnAdminThatDoesNotExistIsDeniedAndSaysWhatToDo) {
  side.set_knobs({{"missing_principals", {"arn:aws:iam::123456789012:role/gone"}}});
  const auto result = apply_one(
      ChangeKind::update, Key::settings(),
      R"({"DataLakeAdmins":[{"DataLakePrincipalIdentifier":"arn:aws:iam::123456789012:role/gone"}]})");
  ASSERT_EQ(result.kind, ResultKind::failed);
  EXPECT_EQ(result.error->kind, ErrorKind::denied);
  EXPECT_EQ(result.error->subject, "settings");
  EXPECT_THAT(result.error->hint, HasSubstr("create the principal"));
}

TEST_F(GovernanceApplierTest, ALocationIsRegisteredUpdatedAndDeregistered) {
  const Key key = Key::location("arn:aws:s3:::lake/a");
  const std::string role = R"("RoleArn":"arn:aws:iam::123456789012:role/r")";
  const std::string plain = R"({"ResourceArn":"arn:aws:s3:::lake/a",)" + role + "}";
  const std::string hybrid =
      R"({"ResourceArn":"arn:aws:s3:::lake/a","HybridAccessEnabled":true,)" + role + "}";
  const auto held = [&] { return side.lake_dump().at("locations").at("arn:aws:s3:::lake/a").get_object(); };
  EXPECT_EQ(kind_of(ChangeKind::create, key, plain), ResultKind::created);
  EXPECT_EQ(kind_of(ChangeKind::create, key, hybrid), ResultKind::updated);
  EXPECT_TRUE(held().at("HybridAccessEnabled").as_bool());
  EXPECT_EQ(kind_of(ChangeKind::update, key, plain), ResultKind::updated);
  EXPECT_FALSE(held().at("HybridAccessEnabled").as_bool());
  EXPECT_THAT(side.asked(), ElementsAre("DescribeResource", "UpdateResource"));
  EXPECT_EQ(kind_of(ChangeKind::remove, key), ResultKind::deleted);
  EXPECT_EQ(kind_of(ChangeKind::remove, key), ResultKind::unchanged);
  EXPECT_EQ(kind_of(ChangeKind::update, key, plain), ResultKind::created);
}

TEST_F(GovernanceApplierTest, WhatAnUpdateCannotSayIsRegisteredAnew) {
  const Key key = Key::location("arn:aws:s3:::lake/a");
  const std::string_view linked = R"({"ResourceArn":"arn:aws:s3:::lake/a","UseServiceLinkedRole":true})";
  const std::string_view own =
      R"({"ResourceArn":"arn:aws:s3:::lake/a","RoleArn":"arn:aws:iam::123456789012:role/r"})";
  const std::string_view privileged =
      R"({"ResourceArn":"arn:aws:s3:::lake/a","RoleArn":"arn:aws:iam::123456789012:role/r","WithPrivilegedAccess":true})";
  EXPECT_EQ(kind_of(ChangeKind::create, key, linked), ResultKind::created);
  for (const auto body : {own, privileged, own, linked}) {
    const auto result = apply_one(ChangeKind::update, key, body);
    EXPECT_EQ(result.kind, ResultKind::updated);
    EXPECT_TRUE(result.made_anew);
    EXPECT_THAT(side.asked(), ElementsAre("DescribeResource", "DeregisterResource", "RegisterResource"));
  }
  EXPECT_TRUE(apply_one(ChangeKind::replace, key, own).made_anew);
  EXPECT_THAT(side.asked(), ElementsAre("DeregisterResource", "RegisterResource"));
}

TEST_F(GovernanceApplierTest, AnExpressionIsCreatedReplacedAndDeleted) {
  side.lake("CreateLFTag", R"({"TagKey":"tier","TagValues":["gold","silver"]})");
  const Key key = Key::expression("Best");
  const std::string_view gold =
      R"({"Name":"Best","Description":"d","Expression":[{"TagKey":"tier","TagValues":["gold"]}]})";
  const std::string_view silver =
      R"({"Name":"Best","Expression":[{"TagKey":"tier","TagValues":["silver"]}]})";
  EXPECT_EQ(kind_of(ChangeKind::update, key, gold), ResultKind::created);
  EXPECT_EQ(kind_of(ChangeKind::create, key, silver), ResultKind::updated);
  EXPECT_EQ(json::serialize(side.lake_dump().at("expressions").at("Best")).find("gold"), std::string::npos);
  const auto unknown = apply_one(ChangeKind::create, Key::expression("other"),
                                 R"({"Name":"other","Expression":[{"TagKey":"none","TagValues":["x"]}]})");
  EXPECT_EQ(unknown.error->kind, ErrorKind::missing);
  EXPECT_EQ(unknown.error->subject, "expression/other");
  EXPECT_EQ(kind_of(ChangeKind::remove, key), ResultKind::deleted);
  EXPECT_EQ(kind_of(ChangeKind::remove, key), ResultKind::unchanged);
}

TEST_F(GovernanceApplierTest, ARefusedExpressionThatIsNotThereKeepsItsOwnError) {
  refuse("CreateLFTagExpression", "InvalidInputException", "too long");
  const auto result = apply_one(ChangeKind::create, Key::expression("e"), R"({"Name":"e","Expression":[]})");
  EXPECT_EQ(result.error->message, "too long");
  EXPECT_THAT(side.asked(), ElementsAre("CreateLFTagExpression", "GetLFTagExpression"));
}

TEST_F(GovernanceApplierTest, AFilterIsCreatedReplacedAndDeleted) {
  side.make_tables();
  const Key key = Key::filter("sales", "orders", "F");
  const std::string of_other_side =
      R"({"TableCatalogId":"999999999999","DatabaseName":"sales","TableName":"orders","Name":"F",)";
  const std::string rows = of_other_side + R"("ColumnWildcard":{},"RowFilter":{"FilterExpression":"a = 1"}})";
  const std::string columns = of_other_side + R"("ColumnNames":["a"],"RowFilter":{"AllRowsWildcard":{}}})";
  EXPECT_TRUE(apply_one(ChangeKind::update, key, rows).made_anew);
  EXPECT_EQ(kind_of(ChangeKind::create, key, columns), ResultKind::updated);
  EXPECT_THAT(side.asked(), ElementsAre("CreateDataCellsFilter", "UpdateDataCellsFilter"));
  EXPECT_EQ(side.lake_dump().at("filters").get_array().size(), 1u);
  EXPECT_EQ(kind_of(ChangeKind::remove, key), ResultKind::deleted);
  EXPECT_EQ(kind_of(ChangeKind::remove, key), ResultKind::unchanged);
  const auto orphan = apply_one(ChangeKind::update, Key::filter("sales", "none", "F"),
                                R"({"DatabaseName":"sales","TableName":"none","Name":"F","ColumnWildcard":{},
                                    "RowFilter":{"AllRowsWildcard":{}}})");
  EXPECT_EQ(orphan.error->kind, ErrorKind::missing);
  EXPECT_EQ(orphan.error->subject, "database/sales/table/none/filter/F");
}

TEST_F(GovernanceApplierTest, KindsGoOneAfterAnotherAndEqualKeysInOrder) {
  side.make_tables();
  for (const std::size_t threads : {1u, 4u}) {
    std::vector<Change> changes;
    for (int i = 0; i < 6; ++i) {
      const std::string name = "t" + std::to_string(i);
      changes.push_back(
          change(ChangeKind::create, Key::tag(name), R"({"TagKey":")" + name + R"(","TagValues":["v"]})"));
    }
    changes.push_back(change(ChangeKind::update, Key::tag("t0"), R"({"TagKey":"t0","TagValues":["v","w"]})"));
    changes.push_back(change(ChangeKind::create, Key::assignment(Key::database("sales")),
                             R"({"LFTags":[{"TagKey":"t0","TagValues":["w"]}]})"));
    changes.push_back(change(ChangeKind::remove, Key::assignment(Key::database("sales"))));
    for (int i = 0; i < 6; ++i)
      changes.push_back(change(ChangeKind::remove, Key::tag("t" + std::to_string(i))));
    for (const auto& result : apply(changes, threads)) {
      EXPECT_NE(result.kind, ResultKind::failed) << result.error->text();
      EXPECT_NE(result.kind, ResultKind::unchanged);
    }
  }
}

TEST_F(GovernanceApplierTest, WhatGlueKeepsIsNotItsBusiness) {
  EXPECT_EQ(apply_one(ChangeKind::remove, Key::database("sales")).error->kind, ErrorKind::invalid);
  EXPECT_THAT(side.asked(), testing::IsEmpty());
}

TEST_F(GovernanceApplierTest, ThrottlingIsTriedAgainWhateverItQuotes) {
  refuse("PutDataLakeSettings", "InvalidInputException", "Rate exceeded (Service: X; Invalid principal)");
  EXPECT_EQ(apply_one(ChangeKind::update, Key::settings()).error->kind, ErrorKind::retry);
}

}  // namespace
}  // namespace lakemirror::apply
