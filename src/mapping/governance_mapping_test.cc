#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mapping/mapping.h"
#include "mapping/test_support.h"

namespace lakemirror::mapping {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// As where both sides are Regions of one account.
Mapping one_account() {
  return Mapping({.source_account = "111122223333",
                  .target_account = "111122223333",
                  .source_region = "us-east-1",
                  .target_region = "us-west-2"});
}

TEST(GovernanceMapping, APrincipalOfTheSourcesAccountBecomesOneOfTheTargets) {
  const std::pair<const char*, const char*> cases[] = {
      {"arn:aws:iam::111122223333:role/path/analyst", "arn:aws:iam::444455556666:role/path/analyst"},
      {"arn:aws:iam::111122223333:user/a", "arn:aws:iam::444455556666:user/a"},
      {"arn:aws:iam::111122223333:saml-provider/p:group/g",
       "arn:aws:iam::444455556666:saml-provider/p:group/g"},
      {"arn:aws-cn:iam::111122223333:role/r", "arn:aws-cn:iam::444455556666:role/r"},
      {"arn:aws:redshift:us-east-1:111122223333:namespace:n",
       "arn:aws:redshift:us-west-2:444455556666:namespace:n"},
      {"arn:aws:quicksight:us-east-1:111122223333:user/default/u",
       "arn:aws:quicksight:us-east-1:444455556666:user/default/u"},
      {"arn:aws:organizations::111122223333:organization/o-1",
       "arn:aws:organizations::444455556666:organization/o-1"},
      {"111122223333:IAMPrincipals", "444455556666:IAMPrincipals"},
      {"111122223333", "444455556666"},
  };
  for (const auto& [from, to] : cases) EXPECT_EQ(example().principal(from), to);
}

TEST(GovernanceMapping, EverybodyElseStaysWhoHeIs) {
  for (const char* same :
       {"IAM_ALLOWED_PRINCIPALS", "999999999999", "999999999999:IAMPrincipals", "1111222233334",
        "arn:aws:iam::999999999999:role/111122223333", "arn:aws:identitystore:::group/g-1",
        "arn:aws:organizations::999999999999:ou/o-1/ou-1", "arn:aws:redshift:us-east-1:999999999999:x:y", "",
        "arn:", "role/r", ":IAMPrincipals"}) {
    EXPECT_EQ(example().principal(same), same);
    EXPECT_EQ(Mapping().principal(same), same);
  }
}

TEST(GovernanceMapping, WithinOneAccountOnlyRegionsDiffer) {
  EXPECT_EQ(one_account().principal("arn:aws:iam::111122223333:role/r"), "arn:aws:iam::111122223333:role/r");
  EXPECT_EQ(one_account().principal("arn:aws:redshift:us-east-1:111122223333:namespace:n"),
            "arn:aws:redshift:us-west-2:111122223333:namespace:n");
}

TEST(GovernanceMapping, LocationsGoByTheBucketRules) {
  std::vector<std::string> unmapped;
  EXPECT_EQ(example().location_arn("arn:aws:s3:::east/sales/", &unmapped), "arn:aws:s3:::west/sales/");
  EXPECT_EQ(example().location_arn("arn:aws:s3:::east", &unmapped), "arn:aws:s3:::west");
  EXPECT_EQ(example().location_arn("arn:aws:s3:::logs/app/x", &unmapped), "arn:aws:s3:::logs-west/x");
  EXPECT_THAT(unmapped, IsEmpty());
  EXPECT_EQ(example().location_arn("arn:aws:s3:::logs/application", &unmapped),
            "arn:aws:s3:::logs/application");
  EXPECT_THAT(unmapped, ElementsAre("arn:aws:s3:::logs/application"));
}

TEST(GovernanceMapping, SettingsMapWhoIsNamedAndKeepWhatIsNotKnown) {
  const json::object mapped = example().settings(body(R"({
    "DataLakeAdmins": [{"DataLakePrincipalIdentifier": "arn:aws:iam::111122223333:role/admin"}],
    "ReadOnlyAdmins": [{"DataLakePrincipalIdentifier": "arn:aws:iam::111122223333:role/auditor"}],
    "CreateDatabaseDefaultPermissions": [{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"},
                                          "Permissions": ["ALL"]}],
    "CreateTableDefaultPermissions": [{"Principal": {"DataLakePrincipalIdentifier": "111122223333:IAMPrincipals"},
                                       "Permissions": ["ALL"]}],
    "TrustedResourceOwners": ["111122223333", "999999999999"],
    "ExternalDataFilteringAllowList": [{"DataLakePrincipalIdentifier": "111122223333"}],
    "Parameters": {"CROSS_ACCOUNT_VERSION": "4", "Owner": "111122223333"},
    "AllowExternalDataFiltering": true,
    "SomethingNew": {"Owner": "111122223333", "List": ["111122223333"]}})"));
  EXPECT_EQ(mapped, body(R"({
    "DataLakeAdmins": [{"DataLakePrincipalIdentifier": "arn:aws:iam::444455556666:role/admin"}],
    "ReadOnlyAdmins": [{"DataLakePrincipalIdentifier": "arn:aws:iam::444455556666:role/auditor"}],
    "CreateDatabaseDefaultPermissions": [{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"},
                                          "Permissions": ["ALL"]}],
    "CreateTableDefaultPermissions": [{"Principal": {"DataLakePrincipalIdentifier": "444455556666:IAMPrincipals"},
                                       "Permissions": ["ALL"]}],
    "TrustedResourceOwners": ["444455556666", "999999999999"],
    "ExternalDataFilteringAllowList": [{"DataLakePrincipalIdentifier": "444455556666"}],
    "Parameters": {"CROSS_ACCOUNT_VERSION": "4", "Owner": "111122223333"},
    "AllowExternalDataFiltering": true,
    "SomethingNew": {"Owner": "111122223333", "List": ["111122223333"]}})"));
}

TEST(GovernanceMapping, ARegisteredLocationMapsItsBucketItsRoleAndItsOwner) {
  std::vector<std::string> unmapped;
  EXPECT_EQ(example().location(body(R"({"ResourceArn": "arn:aws:s3:::east/a", "HybridAccessEnabled": true,
    "RoleArn": "arn:aws:iam::111122223333:role/lake", "ExpectedResourceOwnerAccount": "111122223333"})"),
                               &unmapped),
            body(R"({"ResourceArn": "arn:aws:s3:::west/a", "HybridAccessEnabled": true,
    "RoleArn": "arn:aws:iam::444455556666:role/lake", "ExpectedResourceOwnerAccount": "444455556666"})"));
  EXPECT_THAT(unmapped, IsEmpty());
  const auto kept = body(R"({"ResourceArn": "arn:aws:s3:::other", "UseServiceLinkedRole": true})");
  EXPECT_EQ(example().location(kept, &unmapped), kept);
  EXPECT_THAT(unmapped, ElementsAre("arn:aws:s3:::other"));
}

TEST(GovernanceMapping, AGrantMapsItsPrincipalAndTheCatalogOfEveryKindOfResource) {
  const std::pair<const char*, const char*> resources[] = {
      {R"({"Catalog": {"Id": "111122223333"}})", R"({"Catalog": {"Id": "444455556666"}})"},
      {R"({"Catalog": {"Id": "111122223333:s3tablescatalog/b"}})",
       R"({"Catalog": {"Id": "444455556666:s3tablescatalog/b"}})"},
      {R"({"Catalog": {}})", R"({"Catalog": {}})"},
      {R"({"Database": {"CatalogId": "111122223333", "Name": "111122223333"}})",
       R"({"Database": {"CatalogId": "444455556666", "Name": "111122223333"}})"},
      {R"({"Table": {"CatalogId": "999999999999", "DatabaseName": "d", "TableWildcard": {}}})",
       R"({"Table": {"CatalogId": "999999999999", "DatabaseName": "d", "TableWildcard": {}}})"},
      {R"({"TableWithColumns": {"CatalogId": "111122223333", "DatabaseName": "d", "Name": "t", "ColumnNames": ["c"]}})",
       R"({"TableWithColumns": {"CatalogId": "444455556666", "DatabaseName": "d", "Name": "t", "ColumnNames": ["c"]}})"},
      {R"({"DataLocation": {"CatalogId": "111122223333", "ResourceArn": "arn:aws:s3:::east/a"}})",
       R"({"DataLocation": {"CatalogId": "444455556666", "ResourceArn": "arn:aws:s3:::west/a"}})"},
      {R"({"DataCellsFilter": {"TableCatalogId": "111122223333", "DatabaseName": "d", "TableName": "t", "Name": "f"}})",
       R"({"DataCellsFilter": {"TableCatalogId": "444455556666", "DatabaseName": "d", "TableName": "t", "Name": "f"}})"},
      {R"({"LFTag": {"CatalogId": "111122223333", "TagKey": "k", "TagValues": ["111122223333"]}})",
       R"({"LFTag": {"CatalogId": "444455556666", "TagKey": "k", "TagValues": ["111122223333"]}})"},
      {R"({"LFTagPolicy": {"CatalogId": "111122223333", "ResourceType": "TABLE", "ExpressionName": "e"}})",
       R"({"LFTagPolicy": {"CatalogId": "444455556666", "ResourceType": "TABLE", "ExpressionName": "e"}})"},
  };
  for (const auto& [from, to] : resources) {
    json::object row{{"Principal", {{"DataLakePrincipalIdentifier", "arn:aws:iam::111122223333:role/a"}}},
                     {"Permissions", {"SELECT"}},
                     {"LastUpdatedBy", "arn:aws:iam::111122223333:role/admin"},
                     {"Condition", {{"Expression", "111122223333"}}}};
    json::object expected = row;
    expected["Principal"] = {{"DataLakePrincipalIdentifier", "arn:aws:iam::444455556666:role/a"}};
    row["Resource"] = body(from);
    expected["Resource"] = body(to);
    EXPECT_EQ(example().grant(row, nullptr), expected);
  }
}

TEST(GovernanceMapping, ADataLocationThatNoRuleCoversIsNoted) {
  std::vector<std::string> unmapped;
  const auto row = body(R"({"Resource": {"DataLocation": {"ResourceArn": "arn:aws:s3:::other/a"}}})");
  EXPECT_EQ(example().grant(row, &unmapped), row);
  EXPECT_THAT(unmapped, ElementsAre("arn:aws:s3:::other/a"));
}

TEST(GovernanceMapping, TagsFiltersAndAssignmentsMapOnlyCatalogs) {
  EXPECT_EQ(
      example().tag(body(R"({"CatalogId": "111122223333", "TagKey": "k", "TagValues": ["111122223333"]})")),
      body(R"({"CatalogId": "444455556666", "TagKey": "k", "TagValues": ["111122223333"]})"));
  EXPECT_EQ(example().filter(body(R"({"TableCatalogId": "111122223333", "Name": "f",
                                      "RowFilter": {"FilterExpression": "a = '111122223333'"}})")),
            body(R"({"TableCatalogId": "444455556666", "Name": "f",
                     "RowFilter": {"FilterExpression": "a = '111122223333'"}})"));
  EXPECT_EQ(example().assignment(body(
                R"({"LFTags": [{"CatalogId": "111122223333", "TagKey": "k", "TagValues": ["v"]}],
                    "Columns": {"CatalogId": [{"CatalogId": "111122223333", "TagKey": "k", "TagValues": ["v"]}]}})")),
            body(
                R"({"LFTags": [{"CatalogId": "444455556666", "TagKey": "k", "TagValues": ["v"]}],
                    "Columns": {"CatalogId": [{"CatalogId": "444455556666", "TagKey": "k", "TagValues": ["v"]}]}})"));
  const auto expression = body(R"({"Name": "e", "Expression": [{"TagKey": "k", "TagValues": ["v"]}]})");
  EXPECT_EQ(example().expression(expression), expression);
}

TEST(GovernanceMapping, UnusualBodiesPassThrough) {
  for (
      const char* text :
      {"{}", R"({"Principal": null, "Resource": null, "DataLakeAdmins": null, "RoleArn": 1})",
       R"({"Principal": 1, "Resource": {"Catalog": null, "DataLocation": []}, "DataLakeAdmins": [1, null, {}],
            "TrustedResourceOwners": [null], "CreateTableDefaultPermissions": [1, {}], "CatalogId": 7})"}) {
    EXPECT_EQ(example().settings(body(text)), body(text));
    EXPECT_EQ(example().grant(body(text), nullptr), body(text));
    EXPECT_EQ(example().location(body(text), nullptr), body(text));
    EXPECT_EQ(example().tag(body(text)), body(text));
  }
}

}  // namespace
}  // namespace lakemirror::mapping
