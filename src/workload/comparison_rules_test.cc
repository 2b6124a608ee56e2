#include "workload/comparison_rules.h"

#include <gtest/gtest.h>

namespace lakemirror::workload {
namespace {

const BucketPairs pairs = {{"data", "data-replica"}, {"data-west", "data"}, {"data/hot", "fast"}};

TEST(ExpectedLocationTest, RenamesWholeBucketsOnlyAndTheLongestPairWins) {
  EXPECT_EQ(expected_location("s3://data/a/b", pairs), "s3://data-replica/a/b");
  EXPECT_EQ(expected_location("s3://data", pairs), "s3://data-replica");
  EXPECT_EQ(expected_location("s3://data-west/a", pairs), "s3://data/a");
  EXPECT_EQ(expected_location("s3://data-north/a", pairs), "s3://data-north/a");
  EXPECT_EQ(expected_location("s3://data/hot/a", pairs), "s3://fast/a");
  EXPECT_EQ(expected_location("s3://data/hotter/a", pairs), "s3://data-replica/hotter/a");
}

TEST(ExpectedLocationTest, KnowsEverySpellingOfS3AndNothingElse) {
  EXPECT_EQ(expected_location("s3a://data/", pairs), "s3a://data-replica/");
  EXPECT_EQ(expected_location("s3n://data/x", pairs), "s3n://data-replica/x");
  EXPECT_EQ(expected_location("arn:aws:s3:::data/x", pairs), "arn:aws:s3:::data-replica/x");
  EXPECT_EQ(expected_location("hdfs://data/x", pairs), "hdfs://data/x");
  EXPECT_EQ(expected_location("copied from s3://data/x", pairs), "copied from s3://data/x");
}

TEST(ExpectedLocationTest, RenamesEachLocationOfAList) {
  EXPECT_EQ(expected_location("s3://data/a,s3://data-west/b", pairs), "s3://data-replica/a,s3://data/b");
  EXPECT_EQ(expected_location("s3://data/a,b", pairs), "s3://data-replica/a,b");
}

TEST(ExpectedBodyTest, RenamesLocationsInEveryPlaceAndLeavesTextAlone) {
  const auto body = parse_json(R"({
      "Name": "t", "Description": "s3://data/x", "ViewOriginalText": "s3://data/x", "VersionId": "3",
      "LocationUri": "s3://data/db",
      "Parameters": {"metadata_location": "s3://data/m", "s3://data/key": "1"},
      "StorageDescriptor": {"Location": "s3://data/t", "AdditionalLocations": ["s3://data/u"],
        "Parameters": {"p": "s3://data/v"}, "SerdeInfo": {"Parameters": {"path": "s3://data/w"}},
        "Columns": [{"Name": "s3://data/c", "Comment": "s3://data/c"}]}})");
  const auto expected = parse_json(R"({
      "Name": "t", "Description": "s3://data/x", "ViewOriginalText": "s3://data/x",
      "LocationUri": "s3://data-replica/db",
      "Parameters": {"metadata_location": "s3://data-replica/m", "s3://data/key": "1"},
      "StorageDescriptor": {"Location": "s3://data-replica/t", "AdditionalLocations": ["s3://data-replica/u"],
        "Parameters": {"p": "s3://data-replica/v"}, "SerdeInfo": {"Parameters": {"path": "s3://data-replica/w"}},
        "Columns": [{"Name": "s3://data/c", "Comment": "s3://data/c"}]}})");
  EXPECT_EQ(json::value(expected_body(body->as_object(), pairs)), *expected);
}

TEST(FirstDifferenceTest, NumbersAreEqualByValueAndTextIsNot) {
  EXPECT_EQ(first_difference(json::value(1), json::value(1.0), "x"), "");
  EXPECT_EQ(first_difference(json::value("1"), json::value(1), "x"), "x is 1 at the target, expected \"1\"");
}

}  // namespace
}  // namespace lakemirror::workload
