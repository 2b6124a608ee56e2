#include "permissions/grant.h"

#include <gtest/gtest.h>

#include "permissions/resource_json.h"
#include "permissions/test_rows.h"

namespace lakemirror::permissions {
namespace {

const std::string own_account = "111122223333";

Result<Resource> read(const std::string& resource) {
  return read_resource(parse_json("{" + resource + "}").value(), "Resource", own_account);
}

Resource known(const std::string& resource) {
  const auto read_back = read(resource);
  EXPECT_TRUE(read_back.has_value()) << resource << ": " << (read_back ? "" : read_back.error().text());
  return read_back.value_or(Resource());
}

std::string error_of(const std::string& resource) {
  const auto read_back = read(resource);
  return read_back ? "none" : read_back.error().subject + ' ' + read_back.error().message;
}

TEST(Grant, EveryKindOfResourceIsRead) {
  EXPECT_EQ(known(R"("Catalog":{})"), Resource());
  EXPECT_EQ(known(R"("Catalog":{"Id":"111122223333"})"), Resource());
  EXPECT_EQ(known(R"("Catalog":{"Id":"111122223333:sub"})"), Resource().in_catalog("111122223333:sub"));
  EXPECT_EQ(known(R"("Database":{"CatalogId":"111122223333","Name":"D"})"), Resource::database("d"));
  EXPECT_EQ(known(table_t), Resource::table("d", "t"));
  EXPECT_EQ(known(columns_of_t(R"("B","a")")), Resource::columns("d", "t", {"a", "b"}));
  EXPECT_EQ(known(columns_of_t_but(R"("B","a")")), Resource::columns_except("d", "t", {"a", "b"}));
  EXPECT_EQ(known(R"("DataLocation":{"ResourceArn":"arn:aws:s3:::lake/Sales"})"),
            Resource::data_location("arn:aws:s3:::lake/Sales"));
  EXPECT_EQ(known(R"("LFTag":{"TagKey":"k","TagValues":["*"]})"), Resource::tag("k", {"*"}));
  EXPECT_EQ(known(R"("LFTagExpression":{"Name":"e"})"), Resource::tag_expression("e"));
  EXPECT_EQ(known(R"("LFTagPolicy":{"ResourceType":"TABLE","ExpressionName":"e"})"),
            Resource::tables_by_expression("e"));
  EXPECT_EQ(
      known(R"("LFTagPolicy":{"ResourceType":"DATABASE","Expression":[{"TagKey":"k","TagValues":["v"]}]})"),
      Resource::databases_by_tags(TagExpression(std::vector<TagPair>{{"k", {"v"}}})));
  EXPECT_EQ(
      known(
          R"("DataCellsFilter":{"TableCatalogId":"111122223333","DatabaseName":"d","TableName":"t","Name":"f"})"),
      Resource::cells_filter("d", "t", "f"));
}

TEST(Grant, SpellingsOfOneResourceAreOneResource) {
  EXPECT_EQ(known(all_columns_of_t), Resource::table("d", "t"));
  EXPECT_EQ(known(columns_of_t_but("")), Resource::table("d", "t"));
  for (const char* spelling :
       {R"("Table":{"DatabaseName":"d","TableWildcard":{}})",
        R"("Table":{"DatabaseName":"d","Name":"ALL_TABLES"})",
        R"("Table":{"DatabaseName":"d","Name":"ALL_TABLES","TableWildcard":{}})",
        R"("TableWithColumns":{"DatabaseName":"d","Name":"ALL_TABLES","ColumnWildcard":{}})"})
    EXPECT_EQ(known(spelling), Resource::all_tables("d")) << spelling;
}

TEST(Grant, ATableMayBeNamedLikeTheWildcardInLowerCase) {
  EXPECT_EQ(known(R"("Table":{"DatabaseName":"d","Name":"all_tables"})"), Resource::table("d", "all_tables"));
}

TEST(Grant, ACatalogAroundTheResourceIsItsCatalog) {
  json::value request = row(database_d, "ALTER");
  request.get_object()["CatalogId"] = "444455556666";
  EXPECT_EQ(read_grant(request, own_account)->resource, Resource::database("d").in_catalog("444455556666"));
  request.get_object()["CatalogId"] = own_account;
  EXPECT_EQ(read_grant(request, own_account)->resource, Resource::database("d"));
}

TEST(Grant, CloudTrailWritesFirstLettersSmall) {
  const auto recorded = read_grant(parse_json(R"({
    "principal": {"dataLakePrincipalIdentifier": "arn:aws:iam::111122223333:role/analyst"},
    "resource": {"lFTagPolicy": {"catalogId": "111122223333", "resourceType": "TABLE",
                                 "expression": [{"tagKey": "Domain", "tagValues": ["Sales"]}]}},
    "permissions": ["SELECT"], "permissionsWithGrantOption": ["SELECT"],
    "condition": {"expression": "context.x == 1"}})")
                                       .value(),
                                   own_account);
  ASSERT_TRUE(recorded.has_value()) << recorded.error().text();
  EXPECT_EQ(recorded->resource,
            Resource::tables_by_tags(TagExpression(std::vector<TagPair>{{"Domain", {"Sales"}}})));
  EXPECT_TRUE(recorded->words.holds("SELECT", true));
  EXPECT_EQ(recorded->condition, "context.x == 1");
}

TEST(Grant, ARowOfAListingSaysMoreThanTheGrant) {
  json::value listed = row(all_columns_of_t, "SELECT");
  listed.get_object()["LastUpdated"] = 1780000000.123;
  listed.get_object()["LastUpdatedBy"] = "arn:aws:iam::111122223333:role/admin";
  listed.get_object()["AdditionalDetails"] = {{"ResourceShare", json::array{"arn:aws:ram::1"}}};
  listed.get_object()["Condition"] = nullptr;
  const auto grant = read_grant(listed, own_account);
  ASSERT_TRUE(grant.has_value());
  EXPECT_EQ(grant->condition, "");
}

TEST(Grant, SuperUserIsIgnoredAmongTheGrantOptionsOnly) {
  const auto grant = read_grant(row(database_d, "SUPER_USER,DROP", "SUPER_USER,ALTER"), own_account);
  EXPECT_EQ(grant->words.names(), (std::vector<std::string>{"ALTER", "DROP", "SUPER_USER"}));
  EXPECT_EQ(grant->words.grantable_names(), std::vector<std::string>{"ALTER"});
}

TEST(Grant, AnUnknownPermissionIsKeptAsItIs) {
  EXPECT_TRUE(read_grant(row(database_d, "Fly"), own_account)->words.holds("Fly"));
}

TEST(Grant, AnUnknownMemberIsNamed) {
  EXPECT_EQ(error_of(R"("Function":{"Name":"f"})"), "Resource.Function is not known here");
  EXPECT_EQ(error_of(R"("Table":{"DatabaseName":"d","Name":"t","Branch":"b"})"),
            "Resource.Table.Branch is not known here");
  json::value request = row(database_d, "ALTER");
  request.get_object()["Until"] = "tomorrow";
  EXPECT_EQ(read_grant(request, own_account).error().subject, "Until");
}

TEST(Grant, WhatIsMissingOrContradictoryIsNamed) {
  EXPECT_EQ(error_of(""), "Resource names 0 resources, not one");
  EXPECT_EQ(error_of(database_d + "," + table_t), "Resource names 2 resources, not one");
  EXPECT_EQ(error_of(R"("Database":{})"), "Resource.Database.Name is missing");
  EXPECT_EQ(error_of(R"("Database":[])"), "Resource.Database is no structure");
  EXPECT_EQ(error_of(R"("Table":{"DatabaseName":"d"})"), "Resource.Table.Name is missing");
  EXPECT_EQ(error_of(R"("Table":{"DatabaseName":"d","Name":"t","TableWildcard":{}})"),
            "Resource.Table.TableWildcard stands beside the name of a table");
  EXPECT_EQ(error_of(R"("TableWithColumns":{"DatabaseName":"d","Name":"t"})"),
            "Resource.TableWithColumns.ColumnNames is missing");
  EXPECT_EQ(
      error_of(
          R"("TableWithColumns":{"DatabaseName":"d","Name":"t","ColumnNames":["a"],"ColumnWildcard":{}})"),
      "Resource.TableWithColumns.ColumnNames stands beside ColumnWildcard");
  EXPECT_EQ(error_of(R"("TableWithColumns":{"DatabaseName":"d","Name":"ALL_TABLES","ColumnNames":["a"]})"),
            "Resource.TableWithColumns.Name means all tables, which have no columns of their own");
  EXPECT_EQ(error_of(R"("LFTagPolicy":{"ResourceType":"COLUMN","ExpressionName":"e"})"),
            "Resource.LFTagPolicy.ResourceType is neither DATABASE nor TABLE");
  EXPECT_EQ(error_of(R"("LFTagPolicy":{"ResourceType":"TABLE"})"),
            "Resource.LFTagPolicy.Expression is missing");
  EXPECT_EQ(error_of(R"("Database":{"Name":"d","name":"e"})"),
            "Resource.Database.name is there twice, in different case");
  EXPECT_EQ(read_grant(json::object(), own_account).error().subject, "Principal");
  json::value without = row(database_d, "");
  without.get_object().erase("Permissions");
  without.get_object().erase("PermissionsWithGrantOption");
  EXPECT_EQ(read_grant(without, own_account).error().subject, "Permissions");
}

TEST(Grant, WhatTheRecordHidesIsNotTakenForAName) {
  EXPECT_EQ(error_of(R"("Database":{"Name":"HIDDEN_DUE_TO_SECURITY_REASONS"})"),
            "Resource.Database.Name is hidden in the record");
  EXPECT_FALSE(read_grant(parse_json(R"({"reason":"requestParameters too large","omitted":"true"})").value(),
                          own_account)
                   .has_value());
}

std::string written(const Resource& resource) { return json::serialize(to_json(resource, own_account)); }

TEST(Grant, RequestsAreWrittenOnlyInShapesThatAreTaken) {
  EXPECT_EQ(written(Resource()), R"({"Catalog":{}})");
  EXPECT_EQ(written(Resource().in_catalog("1:sub")), R"({"Catalog":{"Id":"1:sub"}})");
  EXPECT_EQ(written(Resource::database("d").in_catalog("1")), R"({"Database":{"CatalogId":"1","Name":"d"}})");
  EXPECT_EQ(written(Resource::table("D", "T")), R"({"Table":{"DatabaseName":"d","Name":"t"}})");
  EXPECT_EQ(written(Resource::all_tables("d")), R"({"Table":{"DatabaseName":"d","TableWildcard":{}}})");
  EXPECT_EQ(written(Resource::columns("d", "t", {"b", "a"})),
            R"({"TableWithColumns":{"DatabaseName":"d","Name":"t","ColumnNames":["a","b"]}})");
  EXPECT_EQ(
      written(Resource::columns_except("d", "t", {"a"})),
      R"({"TableWithColumns":{"DatabaseName":"d","Name":"t","ColumnWildcard":{"ExcludedColumnNames":["a"]}}})");
  EXPECT_EQ(written(Resource::tag("K", {"V"})), R"({"LFTag":{"TagKey":"K","TagValues":["V"]}})");
  EXPECT_EQ(written(Resource::tables_by_tags(TagExpression(std::vector<TagPair>{{"k", {"v"}}}))),
            R"({"LFTagPolicy":{"ResourceType":"TABLE","Expression":[{"TagKey":"k","TagValues":["v"]}]}})");
  EXPECT_EQ(written(Resource::databases_by_expression("e")),
            R"({"LFTagPolicy":{"ResourceType":"DATABASE","ExpressionName":"e"}})");
}

TEST(Grant, AFilterIsAddressedWithItsCatalog) {
  EXPECT_EQ(
      written(Resource::cells_filter("d", "t", "f")),
      R"({"DataCellsFilter":{"TableCatalogId":"111122223333","DatabaseName":"d","TableName":"t","Name":"f"}})");
}

TEST(Grant, ARequestNamesGrantOptionsAndConditionOnlyWhereThereAreAny) {
  Grant grant{"p", Resource::database("d"), {}, ""};
  grant.words.add("ALTER");
  EXPECT_EQ(
      json::serialize(to_json(grant, own_account)),
      R"({"Principal":{"DataLakePrincipalIdentifier":"p"},"Resource":{"Database":{"Name":"d"}},"Permissions":["ALTER"]})");
  grant.words.add("DROP", true);
  grant.condition = "c";
  const json::object request = to_json(grant, own_account);
  EXPECT_EQ(request.at("PermissionsWithGrantOption"), json::array{"DROP"});
  EXPECT_EQ(request.at("Condition").at("Expression"), "c");
}

}  // namespace
}  // namespace lakemirror::permissions
