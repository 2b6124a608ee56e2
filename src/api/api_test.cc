#include "api/api.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace lakemirror::api {
namespace {

constexpr Service services[] = {Service::glue, Service::cloudtrail, Service::sts, Service::lakeformation,
                                Service::dynamodb};

TEST(Api, KnowsHowEachServiceIsAddressed) {
  EXPECT_EQ(info(Service::glue).target_prefix, "AWSGlue");
  EXPECT_EQ(info(Service::glue).service_id, "GLUE");
  EXPECT_EQ(info(Service::glue).protocol, Protocol::json_1_1);
  EXPECT_EQ(info(Service::cloudtrail).target_prefix,
            "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101");
  EXPECT_EQ(info(Service::sts).protocol, Protocol::query);
  EXPECT_EQ(info(Service::sts).api_version, "2011-06-15");
  EXPECT_EQ(info(Service::sts).endpoint_prefix, "sts");
  EXPECT_EQ(info(Service::lakeformation).protocol, Protocol::rest_json);
  EXPECT_EQ(info(Service::lakeformation).endpoint_prefix, "lakeformation");
  EXPECT_EQ(info(Service::lakeformation).service_id, "LAKEFORMATION");
  EXPECT_EQ(info(Service::dynamodb).protocol, Protocol::json_1_0);
  EXPECT_EQ(info(Service::dynamodb).target_prefix, "DynamoDB_20120810");
}

TEST(Api, FindsEveryOperationItListsAndNoOther) {
  for (const Service service : services) {
    for (const Operation& operation : operations(service)) {
      EXPECT_EQ(find_operation(service, operation.name), &operation);
      EXPECT_EQ(operation.service, service);
    }
  }
  EXPECT_EQ(find_operation(Service::glue, "LookupEvents"), nullptr);
  EXPECT_EQ(find_operation(Service::glue, "ZZZ"), nullptr);
  EXPECT_EQ(find_operation(Service::glue, ""), nullptr);
}

TEST(Api, DescribesTheInputOfCreateTable) {
  const Operation* create = find_operation(Service::glue, "CreateTable");
  ASSERT_NE(create, nullptr);
  const Member* table = create->input->find("TableInput");
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->shape->name, "TableInput");
  EXPECT_TRUE(create->input->find("DatabaseName")->required);
  EXPECT_FALSE(create->input->find("CatalogId")->required);
  EXPECT_TRUE(table->shape->find("Name")->required);
  EXPECT_EQ(table->shape->find("Name")->shape->max, 255);
  EXPECT_EQ(table->shape->find("Parameters")->shape->type, Type::map);
  EXPECT_EQ(table->shape->find("CreateTime"), nullptr);
  EXPECT_NE(std::ranges::find(create->errors, "AlreadyExistsException"), create->errors.end());
}

TEST(Api, KnowsTheBatchLimits) {
  const auto limit = [](std::string_view operation, std::string_view member) {
    return find_operation(Service::glue, operation)->input->find(member)->shape->max;
  };
  EXPECT_EQ(limit("BatchCreatePartition", "PartitionInputList"), 100);
  EXPECT_EQ(limit("BatchUpdatePartition", "Entries"), 100);
  EXPECT_EQ(limit("BatchDeletePartition", "PartitionsToDelete"), 25);
  EXPECT_EQ(limit("BatchGetPartition", "PartitionsToGet"), 1000);
  EXPECT_EQ(limit("BatchDeleteTable", "TablesToDelete"), 100);
}

TEST(Api, DescribesTheResourceOfAGrant) {
  const Operation* grant = find_operation(Service::lakeformation, "GrantPermissions");
  ASSERT_NE(grant, nullptr);
  const Shape* resource = grant->input->find("Resource")->shape;
  for (const char* kind : {"Catalog", "Database", "Table", "TableWithColumns", "DataLocation",
                           "DataCellsFilter", "LFTag", "LFTagPolicy", "LFTagExpression"}) {
    EXPECT_NE(resource->find(kind), nullptr) << kind;
  }
  EXPECT_EQ(find_shape(Service::lakeformation, "DataLakePrincipalList")->max, 30);
}

TEST(Api, FindsMembersInAnyCaseForTrailRecords) {
  const Shape* input = find_operation(Service::glue, "CreateTable")->input;
  EXPECT_EQ(input->find_ignoring_case("databaseName"), input->find("DatabaseName"));
  EXPECT_EQ(input->find_ignoring_case("DATABASENAME"), input->find("DatabaseName"));
  EXPECT_EQ(input->find_ignoring_case("database"), nullptr);
  EXPECT_EQ(input->find("databaseName"), nullptr);
}

TEST(Api, ListsTheAllowedWordsOfAnEnumeration) {
  const Shape* key = find_shape(Service::cloudtrail, "LookupAttributeKey");
  ASSERT_NE(key, nullptr);
  EXPECT_NE(std::ranges::find(key->enumeration, "EventSource"), key->enumeration.end());
  EXPECT_EQ(find_shape(Service::glue, "LookupAttributeKey"), nullptr);
}

void check_sorted_and_complete(const Shape* shape, std::set<const Shape*>& seen) {
  if (shape == nullptr || !seen.insert(shape).second) return;
  EXPECT_TRUE(std::ranges::is_sorted(shape->members, {}, &Member::name)) << shape->name;
  EXPECT_EQ(shape->element != nullptr, shape->type == Type::list || shape->type == Type::map) << shape->name;
  for (const Member& member : shape->members) {
    ASSERT_NE(member.shape, nullptr) << shape->name << "." << member.name;
    EXPECT_EQ(shape->find(member.name), &member);
    check_sorted_and_complete(member.shape, seen);
  }
  check_sorted_and_complete(shape->element, seen);
}

TEST(Api, EveryReachableShapeIsSortedAndComplete) {
  std::set<const Shape*> seen;
  for (const Service service : services) {
    for (const Operation& operation : operations(service)) {
      ASSERT_NE(operation.input, nullptr);
      ASSERT_NE(operation.output, nullptr);
      check_sorted_and_complete(operation.input, seen);
      check_sorted_and_complete(operation.output, seen);
    }
  }
  EXPECT_GT(seen.size(), 100u);
}

}  // namespace
}  // namespace lakemirror::api
