#include "local/validate.h"

#include <gtest/gtest.h>

namespace lakemirror::local {
namespace {

std::string verdict(std::string_view operation, std::string_view input) {
  const api::Operation* found = api::find_operation(api::Service::glue, operation);
  const auto result = validate(parse_json(input).value().as_object(), *found);
  return result ? "" : result.error().code + ": " + result.error().message;
}

TEST(Validate, TakesWhatTheModelAllowsAndIgnoresWhatItDoesNotKnow) {
  EXPECT_EQ(verdict("GetTable", R"({"DatabaseName":"d","Name":"t","NoSuchMember":[1],"CatalogId":null})"),
            "");
  EXPECT_EQ(verdict("CreateDatabase", R"({"DatabaseInput":{"Name":"d","Parameters":{"k":"v","n":null}}})"),
            "");
}

TEST(Validate, NamesEveryMissingMember) {
  EXPECT_EQ(
      verdict("GetTable", "{}"),
      "ValidationException: 2 validation errors detected: Value null at 'databaseName' failed to satisfy "
      "constraint: Member must not be null; Value null at 'name' failed to satisfy constraint: Member must "
      "not be "
      "null");
}

TEST(Validate, NamesThePlaceInsideListsAndMaps) {
  EXPECT_EQ(
      verdict("BatchCreatePartition",
              R"({"DatabaseName":"d","TableName":"t","PartitionInputList":[{},{"StorageDescriptor":{"Columns":
                       [{"Name":"a"},{"Name":""}]}}]})"),
      "ValidationException: 1 validation error detected: Value '' at "
      "'partitionInputList.2.member.storageDescriptor.columns.2.member.name' failed to satisfy constraint: "
      "Member "
      "must have length greater than or equal to 1");
  EXPECT_EQ(verdict("CreateDatabase", R"({"DatabaseInput":{"Name":"d","Parameters":{"k":5}}})"),
            "SerializationException: NUMBER_VALUE can not be converted to a String at "
            "'databaseInput.parameters.k'");
}

TEST(Validate, CountsCharactersNotBytes) {
  const auto named = [](const std::string& name) {
    return verdict("GetDatabase", json::serialize(json::object{{"Name", name}}));
  };
  std::string longest;
  for (int i = 0; i < 255; ++i) longest += "漢";
  EXPECT_EQ(named(longest), "");
  EXPECT_NE(named(longest + "x"), "");
}

TEST(Validate, HoldsNumbersAndWordsAgainstTheModel) {
  EXPECT_EQ(verdict("GetTables", R"({"DatabaseName":"d","MaxResults":0})"),
            "ValidationException: 1 validation error detected: Value '0' at 'maxResults' failed to satisfy "
            "constraint: "
            "Member must have value greater than or equal to 1");
  EXPECT_EQ(verdict("GetTables", R"({"DatabaseName":"d","MaxResults":1.5})"),
            "SerializationException: DECIMAL_VALUE can not be converted to an Integer at 'maxResults'");
  EXPECT_EQ(verdict("GetTables", R"({"DatabaseName":"d","AttributesToGet":["OWNER"]})"),
            "ValidationException: 1 validation error detected: Value 'OWNER' at 'attributesToGet.1.member' "
            "failed to "
            "satisfy constraint: Member must satisfy enum value set: [NAME, TABLE_TYPE]");
}

TEST(Validate, RefusesNumbersThatNothingCanHold) {
  EXPECT_EQ(
      verdict(
          "GetPartitions",
          R"({"DatabaseName":"d","TableName":"t","Segment":{"SegmentNumber":18446744073709551615,"TotalSegments":1}})"),
      "SerializationException: NUMBER_VALUE can not be converted to an Integer at 'segment.segmentNumber'");
  EXPECT_EQ(
      verdict("CreateTable", R"({"DatabaseName":"d","TableInput":{"Name":"t","LastAccessTime":1e300}})"),
      "SerializationException: DECIMAL_VALUE can not be converted to a Timestamp at "
      "'tableInput.lastAccessTime'");
}

}  // namespace
}  // namespace lakemirror::local
