#include "workload/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace lakemirror::workload {
namespace {

using ::testing::HasSubstr;

json::object table(std::string_view name, std::string_view bucket) {
  return {{"Name", name},
          {"CreateTime", 1},
          {"VersionId", "4"},
          {"TableType", "EXTERNAL_TABLE"},
          {"Parameters",
           json::object{{"note", "a"}, {"path", std::string("s3a://").append(bucket).append("/x")}}},
          {"StorageDescriptor",
           json::object{{"Columns", json::array{json::object{{"Name", "id"}, {"Type", "bigint"}},
                                                json::object{{"Name", "at"}, {"Type", "date"}}}},
                        {"Location", std::string("s3://").append(bucket).append("/orders")}}}};
}

json::object partition(std::string_view value, std::string_view bucket) {
  return {{"Values", json::array{value}},
          {"CreationTime", 9},
          {"StorageDescriptor", json::object{{"Location", std::string("s3://").append(bucket).append("/p")},
                                             {"NumberOfBuckets", 0}}}};
}

json::object dump(std::string_view bucket) {
  json::object view{{"Name", "recent"}, {"TableType", "VIRTUAL_VIEW"}, {"ViewOriginalText", "SELECT 1"}};
  json::object iceberg{
      {"Name", "ice"},
      {"Parameters", json::object{{"table_type", "ICEBERG"},
                                  {"metadata_location",
                                   std::string("s3://").append(bucket).append("/ice/0.metadata.json")}}}};
  json::object link{{"Name", "link"},
                    {"TargetTable", json::object{{"DatabaseName", "sales"}, {"Name", "orders"}}}};
  json::object tables;
  tables["orders"] = json::object{{"table", table("orders", bucket)},
                                  {"partitions", json::array{partition("1", bucket), partition("2", bucket)}},
                                  {"versions", 3}};
  tables["recent"] = json::object{{"table", view}, {"partitions", json::array{}}};
  tables["ice"] = json::object{{"table", iceberg}, {"partitions", json::array{}}};
  tables["link"] = json::object{{"table", link}, {"partitions", json::array{}}};
  json::object database{{"Name", "sales"},
                        {"LocationUri", std::string("s3://").append(bucket).append("/sales")},
                        {"service", json::object{{"CreateTime", 5}}}};
  return {{"databases", json::object{{"sales", json::object{{"database", database}, {"tables", tables}}}}}};
}

const ComparisonOptions plain_options{.buckets = {{"data", "data-replica"}, {"data-west", "data-east"}}};

json::object& sales(json::object& catalog) { return catalog["databases"].at("sales").as_object(); }
json::object& orders(json::object& catalog) { return sales(catalog)["tables"].at("orders").as_object(); }
json::object& orders_table(json::object& catalog) { return orders(catalog)["table"].as_object(); }
json::object& first_partition(json::object& catalog) {
  return orders(catalog)["partitions"].as_array()[0].as_object();
}

TEST(ComparisonTest, CatalogsThatDifferOnlyByTheMappingAreEqual) {
  const auto result = compare(dump("data"), dump("data-replica"), plain_options);
  EXPECT_TRUE(result.equal()) << result.differences.front().text;
  ASSERT_EQ(result.counts.size(), 12u);
  const std::vector<std::size_t> expected = {1, 1, 1, 1, 1, 2};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(result.counts[i].source, expected[i]) << result.counts[i].kind;
    EXPECT_EQ(result.counts[i].target, expected[i]) << result.counts[i].kind;
  }
}

TEST(ComparisonTest, LocationsThatWereNotRenamedAreDifferences) {
  const auto result = compare(dump("data"), dump("data"), plain_options);
  EXPECT_EQ(result.total_differences, 5u);  // database, table, iceberg table, two partitions
}

TEST(ComparisonTest, WhatTheServiceOwnsIsNotCompared) {
  auto target = dump("data-replica");
  orders_table(target)["VersionId"] = "17";
  orders_table(target)["CreateTime"] = 99;
  orders_table(target)["CreatedBy"] = "arn:aws:iam::123456789012:role/replicator";
  orders(target)["versions"] = 1;
  first_partition(target)["CreationTime"] = 77;
  EXPECT_TRUE(compare(dump("data"), target, plain_options).equal());
}

TEST(ComparisonTest, DefaultPermissionsAreComparedExceptOfAResourceLink) {
  const json::array everybody{json::object{{"Permissions", json::array{"ALL"}}}};
  auto source = dump("data"), target = dump("data-replica");
  auto& body = sales(target)["database"].as_object();
  body["CreateTableDefaultPermissions"] = everybody;
  EXPECT_FALSE(compare(source, target, plain_options).equal());
  for (auto* catalog : {&source, &target})
    sales(*catalog)["database"].as_object()["TargetDatabase"] = json::object{{"DatabaseName", "web"}};
  EXPECT_TRUE(compare(source, target, plain_options).equal());
}

TEST(ComparisonTest, OrderOfMembersAndPartitionsDoesNotMatter) {
  auto target = dump("data-replica");
  auto& partitions = orders(target)["partitions"].as_array();
  std::swap(partitions[0], partitions[1]);
  auto& body = orders_table(target);
  const auto type = body["TableType"];
  body.erase("TableType");
  body["TableType"] = type;
  EXPECT_TRUE(compare(dump("data"), target, plain_options).equal());
}

struct Planted {
  const char* name;
  std::function<void(json::object&)> plant;  ///< into the target's dump
  const char* words;
};

class PlantedDifferenceTest : public ::testing::TestWithParam<Planted> {};

TEST_P(PlantedDifferenceTest, IsFoundAndNamed) {
  auto target = dump("data-replica");
  GetParam().plant(target);
  const auto result = compare(dump("data"), target, plain_options);
  ASSERT_EQ(result.total_differences, 1u);
  EXPECT_THAT(result.differences.front().text, HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(
    Each, PlantedDifferenceTest,
    ::testing::Values(
        Planted{"database_member", [](auto& d) { sales(d)["database"].as_object()["Description"] = "x"; },
                "database sales: Description is \"x\" at the target and not at the source"},
        Planted{"table_missing", [](auto& d) { sales(d)["tables"].as_object().erase("recent"); },
                "table sales.recent: only at the source"},
        Planted{"table_extra",
                [](auto& d) {
                  sales(d)["tables"].as_object()["extra"] = {{"table", json::object{{"Name", "extra"}}}};
                },
                "table sales.extra: only at the target"},
        Planted{"parameter", [](auto& d) { orders_table(d)["Parameters"].as_object()["note"] = "b"; },
                "table sales.orders: Parameters.note is \"b\" at the target, expected \"a\""},
        Planted{"parameter_missing", [](auto& d) { orders_table(d)["Parameters"].as_object().erase("note"); },
                "Parameters.note is missing at the target"},
        Planted{"column_order",
                [](auto& d) {
                  auto& columns = orders_table(d)["StorageDescriptor"].as_object()["Columns"].as_array();
                  std::swap(columns[0], columns[1]);
                },
                "StorageDescriptor.Columns[0].Name"},
        Planted{"column_gone",
                [](auto& d) {
                  orders_table(d)["StorageDescriptor"].as_object()["Columns"].as_array().pop_back();
                },
                "StorageDescriptor.Columns has 1 elements, expected 2"},
        Planted{"partition_missing", [](auto& d) { orders(d)["partitions"].as_array().pop_back(); },
                "partition sales.orders [2]: only at the source"},
        Planted{"partition_extra",
                [](auto& d) { orders(d)["partitions"].as_array().push_back(partition("3", "data-replica")); },
                "partition sales.orders [3]: only at the target"},
        Planted{
            "partition_body",
            [](auto& d) { first_partition(d)["StorageDescriptor"].as_object()["NumberOfBuckets"] = 4; },
            "partition sales.orders [1]: StorageDescriptor.NumberOfBuckets is 4 at the target, expected 0"},
        Planted{"link_target",
                [](auto& d) {
                  sales(d)["tables"].at("link").at("table").at("TargetTable").as_object()["Name"] = "other";
                },
                "table sales.link: TargetTable.Name"}),
    [](const auto& parameter) { return parameter.param.name; });

TEST(ComparisonTest, ADatabaseOnOneSideOnlyIsFoundOnEitherSide) {
  const json::object empty{{"databases", json::object{}}};
  const auto lost = compare(dump("data"), empty, plain_options);
  EXPECT_EQ(lost.differences.front().text, "database sales: only at the source");
  EXPECT_EQ(lost.total_differences, 5u);
  EXPECT_EQ(lost.counts[5].source, 2u);
  EXPECT_EQ(lost.counts[5].target, 0u);
  const auto extra = compare(empty, dump("data"), plain_options);
  EXPECT_EQ(extra.differences.front().text, "database sales: only at the target");
}

TEST(ComparisonTest, ManyDifferencesAreCountedAndAFewAreKeptInWords) {
  auto options = plain_options;
  options.max_differences = 2;
  const auto result = compare(dump("data"), json::object{}, options);
  EXPECT_EQ(result.total_differences, 5u);
  EXPECT_EQ(result.differences.size(), 2u);
}

TEST(ComparisonTest, ADifferenceNamesItsObject) {
  auto target = dump("data-replica");
  orders(target)["partitions"].as_array().pop_back();
  const auto result = compare(dump("data"), target, plain_options);
  ASSERT_EQ(result.differences.size(), 1u);
  EXPECT_EQ(result.differences[0].database, "sales");
  EXPECT_EQ(result.differences[0].table, "orders");
  EXPECT_EQ(result.differences[0].values, std::vector<std::string>{"2"});
}

}  // namespace
}  // namespace lakemirror::workload
