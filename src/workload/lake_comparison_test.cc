#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "workload/comparison.h"

namespace lakemirror::workload {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view lake_at_source = R"({
  "settings": {
    "DataLakeAdmins": [{"DataLakePrincipalIdentifier": "a"}, {"DataLakePrincipalIdentifier": "b"}],
    "CreateDatabaseDefaultPermissions": [], "CreateTableDefaultPermissions": [],
    "Parameters": {"CROSS_ACCOUNT_VERSION": "3", "SET_CONTEXT": "TRUE"}, "TrustedResourceOwners": [],
    "AllowExternalDataFiltering": false},
  "locations": {"arn:aws:s3:::data/in": {"RoleArn": "r", "HybridAccessEnabled": true,
      "UseServiceLinkedRole": false, "VerificationStatus": "VERIFIED", "service": {"LastModified": 1}}},
  "tags": {"Team": {"values": ["A", "b"], "service": {"CreatedBy": "x"}}},
  "expressions": {"e": {"Description": "d", "service": {"CreatedBy": "x"},
      "Expression": [{"TagKey": "Team", "TagValues": ["A", "b"]}, {"TagKey": "level", "TagValues": ["1"]}]}},
  "assignments": [{"database": "sales", "tags": {"Team": "A"}},
                  {"database": "sales", "table": "orders", "tags": {"Team": "b"}},
                  {"database": "sales", "table": "orders", "column": "id", "tags": {"Team": "A"}}],
  "filters": [{"DatabaseName": "sales", "TableName": "orders", "Name": "f", "RowFilter": {"AllRowsWildcard": {}},
      "ColumnNames": ["id", "at"], "service": {"VersionId": "1"}}],
  "grants": [
    {"principal": "p", "resource": {"Table": {"DatabaseName": "sales", "Name": "orders"}},
     "permissions": ["DESCRIBE", "SELECT"], "grantable": ["SELECT"], "service": {"LastUpdated": 1}},
    {"principal": "p", "resource": {"DataLocation": {"ResourceArn": "arn:aws:s3:::data/in"}},
     "permissions": ["DATA_LOCATION_ACCESS"], "grantable": []},
    {"principal": "q", "resource": {"TableWithColumns": {"DatabaseName": "sales", "Name": "orders",
     "ColumnNames": ["id", "at"]}}, "permissions": ["SELECT"], "grantable": []},
    {"principal": "q", "resource": {"LFTag": {"TagKey": "Team", "TagValues": ["A"]}},
     "permissions": ["DESCRIBE"], "grantable": []},
    {"principal": "IAM_ALLOWED_PRINCIPALS", "resource": {"Database": {"Name": "sales"}},
     "permissions": ["ALL", "DROP"], "grantable": []},
    {"principal": "me", "resource": {"Database": {"Name": "sales"}}, "permissions": ["DROP"], "grantable": []}]})";

// The same in another order and other spellings, as a Region of its own would have it.
constexpr std::string_view lake_at_target = R"({
  "settings": {
    "DataLakeAdmins": [{"DataLakePrincipalIdentifier": "b"}, {"DataLakePrincipalIdentifier": "me"},
                       {"DataLakePrincipalIdentifier": "a"}],
    "ReadOnlyAdmins": [], "CreateDatabaseDefaultPermissions": [], "CreateTableDefaultPermissions": [],
    "Parameters": {"SET_CONTEXT": "TRUE", "CROSS_ACCOUNT_VERSION": "4"}},
  "locations": {"arn:aws:s3:::data-replica/in": {"RoleArn": "r", "HybridAccessEnabled": true,
      "WithFederation": false, "VerificationStatus": "NOT_VERIFIED", "service": {"LastModified": 9}}},
  "tags": {"team": {"values": ["B", "a"], "service": {"CreatedBy": "y"}}},
  "expressions": {"e": {"Description": "d",
      "Expression": [{"TagKey": "level", "TagValues": ["1"]}, {"TagKey": "team", "TagValues": ["b", "a"]}]}},
  "assignments": [{"database": "sales", "table": "orders", "column": "id", "tags": {"team": "a"}},
                  {"database": "sales", "table": "orders", "tags": {"team": "B"}},
                  {"database": "sales", "tags": {"team": "a"}}],
  "filters": [{"DatabaseName": "sales", "TableName": "orders", "Name": "f", "RowFilter": {"AllRowsWildcard": {}},
      "ColumnNames": ["at", "id"], "service": {"VersionId": "2"}}],
  "grants": [
    {"principal": "IAM_ALLOWED_PRINCIPALS", "resource": {"Database": {"Name": "sales"}},
     "permissions": ["DROP", "ALL"], "grantable": []},
    {"principal": "q", "resource": {"TableWithColumns": {"DatabaseName": "sales", "Name": "orders",
     "ColumnNames": ["at"]}}, "permissions": ["SELECT"], "grantable": []},
    {"principal": "q", "resource": {"TableWithColumns": {"DatabaseName": "sales", "Name": "orders",
     "ColumnNames": ["id"]}}, "permissions": ["SELECT"], "grantable": []},
    {"principal": "q", "resource": {"LFTag": {"TagKey": "team", "TagValues": ["a"]}},
     "permissions": ["DESCRIBE"], "grantable": []},
    {"principal": "p", "resource": {"DataLocation": {"ResourceArn": "arn:aws:s3:::data-replica/in"}},
     "permissions": ["DATA_LOCATION_ACCESS"], "grantable": []},
    {"principal": "p", "resource": {"Table": {"Name": "orders", "DatabaseName": "sales"}},
     "permissions": ["SELECT", "DESCRIBE"], "grantable": ["SELECT"], "service": {"LastUpdated": 7}},
    {"principal": "me", "resource": {"Table": {"DatabaseName": "sales", "Name": "orders"}},
     "permissions": ["ALL"], "grantable": ["ALL"]}]})";

json::object lake_dump(std::string_view lake) { return {{"lake_formation", *parse_json(lake)}}; }

json::object& lake(json::object& from) { return from["lake_formation"].as_object(); }
json::object& settings(json::object& from) { return lake(from)["settings"].as_object(); }
json::object& location(json::object& from) {
  return lake(from)["locations"].as_object()["arn:aws:s3:::data-replica/in"].as_object();
}
json::object& element(json::object& from, std::string_view list, std::size_t number) {
  return lake(from)[list].as_array()[number].as_object();
}

const ComparisonOptions options{
    .buckets = {{"data", "data-replica"}}, .own_principals = {"me"}, .target_admins = {"me"}};

TEST(LakeComparisonTest, OtherOrderAndSpellingIsNoDifference) {
  const auto result = compare(lake_dump(lake_at_source), lake_dump(lake_at_target), options);
  EXPECT_TRUE(result.equal()) << result.differences.front().text;
  const std::map<std::string_view, std::size_t> expected = {{"locations", 1},        {"tags", 1},
                                                            {"tag expressions", 1},  {"cell filters", 1},
                                                            {"tagged resources", 3}, {"grants", 6}};
  for (const auto& count : result.counts) {
    const auto wanted = expected.find(count.kind);
    if (wanted == expected.end()) continue;
    EXPECT_EQ(count.source, wanted->second) << count.kind;
    EXPECT_EQ(count.target, wanted->second) << count.kind;
  }
}

TEST(LakeComparisonTest, ARegionAsInANewAccountIsWhatSuchAnAccountHas) {
  EXPECT_TRUE(compare({}, {}, {}).equal());
  const auto result = compare({}, lake_dump(R"({"settings": {"Parameters": {}}, "grants": []})"), {});
  EXPECT_EQ(result.total_differences, 4u);  // two defaults, the parameters, the first grant
}

TEST(LakeComparisonTest, WhatBelongsToAMissingTableIsNotToldOnceMore) {
  auto source = lake_dump(lake_at_source);
  source["databases"] = {
      {"sales", {{"database", json::object{}}, {"tables", {{"orders", {{"table", json::object{}}}}}}}}};
  auto target = lake_dump(lake_at_target);
  target["databases"] = {{"sales", {{"database", json::object{}}, {"tables", json::object{}}}}};
  lake(target)["filters"] = json::array{};
  const auto result = compare(source, target, options);
  ASSERT_EQ(result.total_differences, 1u);
  EXPECT_EQ(result.differences.front().text, "table sales.orders: only at the source");
}

TEST(LakeComparisonTest, WhatIsKeptOfATableThatIsGoneIsNotCompared) {
  auto source = lake_dump(lake_at_source);
  auto target = lake_dump(lake_at_target);
  source["databases"] = json::object{};
  target["databases"] = json::object{};
  lake(target)["filters"] = json::array{};
  EXPECT_TRUE(compare(source, target, options).equal());
}

TEST(LakeComparisonTest, IsLeftOutWhereNobodyAsksForIt) {
  ComparisonOptions without;
  without.lake_formation = false;
  const auto result = compare(lake_dump(lake_at_source), {}, without);
  EXPECT_TRUE(result.equal());
  EXPECT_EQ(result.counts.size(), 6u);
}

TEST(LakeComparisonTest, OnlyAdministratorsThatTheCallerNamesMayBeTheTargetsAlone) {
  auto unnamed = options;
  unnamed.target_admins = {};
  const auto result = compare(lake_dump(lake_at_source), lake_dump(lake_at_target), unnamed);
  ASSERT_EQ(result.total_differences, 1u);
  EXPECT_THAT(result.differences.front().text, HasSubstr("settings DataLakeAdmins: "));
}

TEST(LakeComparisonTest, ADifferenceOfAGrantNamesPrincipalAndTable) {
  auto target = lake_dump(lake_at_target);
  element(target, "grants", 5)["grantable"] = json::array{};
  const auto result = compare(lake_dump(lake_at_source), target, options);
  ASSERT_EQ(result.total_differences, 1u);
  EXPECT_EQ(result.differences[0].principal, "p");
  EXPECT_EQ(result.differences[0].database, "sales");
  EXPECT_EQ(result.differences[0].table, "orders");
}

struct LakePlanted {
  const char* name;
  std::function<void(json::object&)> plant;  ///< into the target's dump
  const char* words;
};

class PlantedInLakeTest : public ::testing::TestWithParam<LakePlanted> {};

TEST_P(PlantedInLakeTest, IsFoundAndNamed) {
  auto target = lake_dump(lake_at_target);
  GetParam().plant(target);
  const auto result = compare(lake_dump(lake_at_source), target, options);
  ASSERT_GE(result.total_differences, 1u);
  EXPECT_THAT(result.differences.front().text, HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(
    Each, PlantedInLakeTest,
    ::testing::Values(
        LakePlanted{"admin_missing", [](auto& d) { settings(d)["DataLakeAdmins"].as_array().pop_back(); },
                    "settings DataLakeAdmins: DataLakeAdmins[0].DataLakePrincipalIdentifier is"},
        LakePlanted{"older_version",
                    [](auto& d) { settings(d)["Parameters"].as_object()["CROSS_ACCOUNT_VERSION"] = "2"; },
                    "settings Parameters: Parameters.CROSS_ACCOUNT_VERSION is \"2\" at the target"},
        LakePlanted{
            "defaults",
            [](auto& d) { settings(d)["CreateTableDefaultPermissions"] = json::array{json::object{}}; },
            "settings CreateTableDefaultPermissions: only at the target"},
        LakePlanted{"location_gone", [](auto& d) { lake(d)["locations"].as_object().clear(); },
                    "location arn:aws:s3:::data-replica/in: only at the source"},
        LakePlanted{"location_mode", [](auto& d) { location(d)["HybridAccessEnabled"] = false; },
                    "location arn:aws:s3:::data-replica/in: HybridAccessEnabled is missing at the target"},
        LakePlanted{"tag_value",
                    [](auto& d) { lake(d)["tags"].at("team").as_object()["values"].as_array().pop_back(); },
                    "tag team: values"},
        LakePlanted{"tag_extra",
                    [](auto& d) {
                      lake(d)["tags"].as_object()["x"] = json::object{{"values", {"1"}}};
                    },
                    "tag x: only at the target"},
        LakePlanted{
            "expression",
            [](auto& d) { lake(d)["expressions"].at("e").as_object()["Expression"].as_array().pop_back(); },
            "expression e: Expression has 1 elements, expected 2"},
        LakePlanted{"assignment_value",
                    [](auto& d) {
                      element(d, "assignments", 1)["tags"] = {{"team", "a"}};
                    },
                    "tags of sales.orders: team is \"a\" at the target, expected \"b\""},
        LakePlanted{"assignment_gone",
                    [](auto& d) {
                      auto& list = lake(d)["assignments"].as_array();
                      list.erase(list.begin());
                    },
                    "tags of sales.orders column id: only at the source"},
        LakePlanted{"filter",
                    [](auto& d) {
                      element(d, "filters", 0)["RowFilter"] = {{"FilterExpression", "x"}};
                    },
                    "cell filter sales.orders f: RowFilter"},
        LakePlanted{"filter_columns",
                    [](auto& d) { element(d, "filters", 0)["ColumnNames"].as_array().pop_back(); },
                    "cell filter sales.orders f: ColumnNames has 1 elements, expected 2"},
        LakePlanted{"grant_permission",
                    [](auto& d) { element(d, "grants", 5)["permissions"] = json::array{"SELECT"}; },
                    "permissions is \"SELECT\" at the target, expected \"DESCRIBE, SELECT\""},
        LakePlanted{"grant_option",
                    [](auto& d) { element(d, "grants", 1)["grantable"] = json::array{"SELECT"}; },
                    "grantable is \"SELECT\" at the target, expected \"\""},
        LakePlanted{
            "grant_column_gone",
            [](auto& d) {
              auto& list = lake(d)["grants"].as_array();
              list.erase(list.begin() + 2);
            },
            R"(grant to q on TableWithColumns {"ColumnNames":["id"],"DatabaseName":"sales","Name":"orders"}: only)"},
        LakePlanted{"grant_to_everybody",
                    [](auto& d) {
                      auto& list = lake(d)["grants"].as_array();
                      list.erase(list.begin());
                    },
                    "grant to IAM_ALLOWED_PRINCIPALS on Database {\"Name\":\"sales\"}: only at the source"},
        LakePlanted{"grant_location",
                    [](auto& d) {
                      element(d, "grants", 4)["resource"] = {
                          {"DataLocation", json::object{{"ResourceArn", "arn:aws:s3:::data/in"}}}};
                    },
                    "arn:aws:s3:::data-replica/in\"}: only at the source"}),
    [](const auto& parameter) { return parameter.param.name; });

}  // namespace
}  // namespace lakemirror::workload
