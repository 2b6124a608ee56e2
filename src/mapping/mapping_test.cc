#include "mapping/mapping.h"
#include "mapping/test_support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lakemirror::mapping {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Mapping, MapsALocationInEveryPlaceOfATable) {
  std::vector<std::string> unmapped;
  const json::object mapped = example().table(body(R"({
    "Name": "orders", "Parameters": {
      "metadata_location": "s3://east/t/metadata/2.json", "previous_metadata_location": "s3://east/t/metadata/1.json",
      "avro.schema.url": "s3a://east/s.avsc", "classification": "parquet"},
    "StorageDescriptor": {
      "Location": "s3://east/t/", "AdditionalLocations": ["s3://east/u", "s3://logs/app/v"],
      "Parameters": {"x": "s3://east/p"},
      "SerdeInfo": {"Parameters": {"path": "s3://east/t", "serialization.format": "1"}}}})"),
                                              &unmapped);
  EXPECT_EQ(mapped, body(R"({
    "Name": "orders", "Parameters": {
      "metadata_location": "s3://west/t/metadata/2.json", "previous_metadata_location": "s3://west/t/metadata/1.json",
      "avro.schema.url": "s3a://west/s.avsc", "classification": "parquet"},
    "StorageDescriptor": {
      "Location": "s3://west/t/", "AdditionalLocations": ["s3://west/u", "s3://logs-west/v"],
      "Parameters": {"x": "s3://west/p"},
      "SerdeInfo": {"Parameters": {"path": "s3://west/t", "serialization.format": "1"}}}})"));
  EXPECT_THAT(unmapped, IsEmpty());
}

TEST(Mapping, MapsTheLocationAndParametersOfADatabase) {
  const json::object mapped = example().database(
      body(R"({"Name": "d", "LocationUri": "s3://east/d", "Parameters": {"home": "s3://east/h"}})"), nullptr);
  EXPECT_EQ(mapped,
            body(R"({"Name": "d", "LocationUri": "s3://west/d", "Parameters": {"home": "s3://west/h"}})"));
}

TEST(Mapping, MapsPartitionsButNotTheirValues) {
  const json::object mapped = example().partition(body(R"({"Values": ["s3://east/v", "east"],
    "Parameters": {"p": "s3://east/p"}, "StorageDescriptor": {"Location": "s3://east/t/d=1"}})"),
                                                  nullptr);
  EXPECT_EQ(mapped, body(R"({"Values": ["s3://east/v", "east"],
    "Parameters": {"p": "s3://west/p"}, "StorageDescriptor": {"Location": "s3://west/t/d=1"}})"));
}

TEST(Mapping, NeverTouchesKeysNamesColumnsSkewedValuesOrText) {
  const json::object before = body(R"({
    "Name": "s3://east/t", "Description": "s3://east/t", "Owner": "east",
    "ViewOriginalText": "s3://east/t", "ViewExpandedText": "SELECT * FROM x -- s3://east/t",
    "PartitionKeys": [{"Name": "s3://east/k", "Comment": "s3://east/k"}],
    "Parameters": {"s3://east/key": "east", "comment": "moved from s3://east/old", "note": "s3://east, then", "sql": "LOCATION 's3://east/t'"},
    "StorageDescriptor": {
      "Columns": [{"Name": "s3://east/c", "Type": "string", "Comment": "s3://east/c", "Parameters": {"a": "s3://east/c"}}],
      "SkewedInfo": {"SkewedColumnValues": ["s3://east/x"], "SkewedColumnValueLocationMaps": {"s3://east/a": "b"}}}})");
  std::vector<std::string> unmapped;
  EXPECT_EQ(example().table(before, &unmapped), before);
  EXPECT_THAT(unmapped, IsEmpty());
}

TEST(Mapping, MapsEachElementOfACommaSeparatedList) {
  std::vector<std::string> unmapped;
  const json::object mapped = example().table(
      body(R"({"Parameters": {"jars": "s3://east/a.jar, s3://other/b.jar,s3://logs/app/c,d.jar,"}})"),
      &unmapped);
  EXPECT_EQ(mapped,
            body(R"({"Parameters": {"jars": "s3://west/a.jar, s3://other/b.jar,s3://logs-west/c,d.jar,"}})"));
  EXPECT_THAT(unmapped, ElementsAre("s3://other/b.jar"));
}

TEST(Mapping, CollectsWhatNoRuleCoversAndLeavesItAlone) {
  const json::object before =
      body(R"({"StorageDescriptor": {"Location": "s3://other/t", "AdditionalLocations":
    ["hdfs://n/t", "s3://logs/web"], "SerdeInfo": {"Parameters": {"path": "s3://third/t"}}}})");
  std::vector<std::string> unmapped;
  EXPECT_EQ(example().table(before, &unmapped), before);
  EXPECT_THAT(unmapped, ElementsAre("s3://other/t", "s3://logs/web", "s3://third/t"));
}

TEST(Mapping, ALinkIntoTheReplicatedCatalogPointsIntoTheReplica) {
  const json::object mapped = example().table(body(R"({"Name": "l", "TargetTable":
    {"CatalogId": "111122223333", "Region": "us-east-1", "DatabaseName": "d", "Name": "t"}})"),
                                              nullptr);
  EXPECT_EQ(mapped, body(R"({"Name": "l", "TargetTable":
    {"CatalogId": "444455556666", "Region": "us-west-2", "DatabaseName": "d", "Name": "t"}})"));
  EXPECT_EQ(example().database(
                body(R"({"TargetDatabase": {"CatalogId": "111122223333", "DatabaseName": "d"}})"), nullptr),
            body(R"({"TargetDatabase": {"CatalogId": "444455556666", "DatabaseName": "d"}})"));
}

TEST(Mapping, ALinkElsewhereStaysAsItIs) {
  for (const char* text :
       {R"({"TargetDatabase": {"CatalogId": "999999999999", "Region": "us-east-1", "DatabaseName": "d"}})",
        R"({"TargetDatabase": {"CatalogId": "111122223333", "Region": "eu-west-1", "DatabaseName": "d"}})"}) {
    EXPECT_EQ(example().database(body(text), nullptr), body(text));
  }
}

TEST(Mapping, MapsAccountAndRegionInTheArnsOfAViewAndASchema) {
  const json::object mapped = example().table(body(R"({
    "ViewDefinition": {"Definer": "arn:aws:iam::111122223333:role/r", "SubObjects":
      ["arn:aws:glue:us-east-1:111122223333:table/d/t", "arn:aws:glue:us-east-1:999999999999:table/d/t"]},
    "StorageDescriptor": {"SchemaReference": {"SchemaId": {"SchemaArn": "arn:aws:glue:us-east-1:111122223333:schema/r/s"}}}})"),
                                              nullptr);
  EXPECT_EQ(mapped, body(R"({
    "ViewDefinition": {"Definer": "arn:aws:iam::444455556666:role/r", "SubObjects":
      ["arn:aws:glue:us-west-2:444455556666:table/d/t", "arn:aws:glue:us-east-1:999999999999:table/d/t"]},
    "StorageDescriptor": {"SchemaReference": {"SchemaId": {"SchemaArn": "arn:aws:glue:us-west-2:444455556666:schema/r/s"}}}})"));
}

TEST(Mapping, MapsTheAccountOfPrincipalsButNoGroups) {
  const json::object mapped = example().database(body(R"({"CreateTableDefaultPermissions": [
    {"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]},
    {"Principal": {"DataLakePrincipalIdentifier": "arn:aws:iam::111122223333:role/a:b"}, "Permissions": ["ALL"]}]})"),
                                                 nullptr);
  EXPECT_EQ(mapped, body(R"({"CreateTableDefaultPermissions": [
    {"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]},
    {"Principal": {"DataLakePrincipalIdentifier": "arn:aws:iam::444455556666:role/a:b"}, "Permissions": ["ALL"]}]})"));
}

TEST(Mapping, BodiesWithoutTheUsualMembersPassThrough) {
  for (const char* text :
       {"{}", R"({"StorageDescriptor": null, "Parameters": null, "TargetTable": null})",
        R"({"StorageDescriptor": {"Location": null, "AdditionalLocations": [null, 1], "SerdeInfo": []},
                               "Parameters": {"a": null, "b": 1}, "ViewDefinition": {"SubObjects": [1]}})"}) {
    EXPECT_EQ(example().table(body(text), nullptr), body(text));
    EXPECT_EQ(example().database(body(text), nullptr), body(text));
    EXPECT_EQ(example().partition(body(text), nullptr), body(text));
  }
}

TEST(Mapping, WithoutSettingsNothingChanges) {
  const json::object before = body(R"({"StorageDescriptor": {"Location": "s3://east/t"},
    "TargetTable": {"CatalogId": "111122223333", "Region": "us-east-1"}, "Parameters": {"p": "s3://east/a,s3://b/c"}})");
  EXPECT_EQ(Mapping().table(before, nullptr), before);
}

}  // namespace
}  // namespace lakemirror::mapping
