#include "workload/bulk.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>

namespace lakemirror::workload {
namespace {

TEST(BulkTablesTest, EveryTableIsDistinctAndAsWideAsAsked) {
  const BulkTables bulk{.databases = 3, .tables = 50, .columns = 20};
  std::set<std::string> names;
  for (std::size_t i = 0; i < bulk.table_calls(); ++i) {
    const auto call = bulk.table_call(i);
    EXPECT_EQ(call.operation, "CreateTable");
    const auto& table = call.input.at("TableInput").as_object();
    names.emplace(std::string(text_or(call.input, "DatabaseName")) + "." +
                  std::string(text_or(table, "Name")));
    EXPECT_EQ(table.at("StorageDescriptor").at("Columns").as_array().size(), 20u);
  }
  EXPECT_EQ(names.size(), 50u);
}

TEST(BulkPartitionsTest, EveryPartitionIsDistinctAndNoBatchIsOverTheLimit) {
  const BulkPartitions bulk{.tables = 2, .partitions = 250};
  ASSERT_EQ(bulk.partition_calls(), 3u);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < bulk.partition_calls(); ++i) {
    const auto call = bulk.partition_call(i);
    const auto& list = call.input.at("PartitionInputList").as_array();
    EXPECT_LE(list.size(), 100u);
    for (const auto& partition : list) {
      seen.insert(std::string(text_or(call.input, "TableName")) + json::serialize(partition.at("Values")));
    }
  }
  EXPECT_EQ(seen.size(), 250u);
}

class CountingClient : public aws::Client {
 public:
  Result<json::object> call(api::Service, std::string_view, const json::object&) override {
    if (++calls == 3) return fail({.kind = ErrorKind::denied});
    return json::object{};
  }
  std::string_view region() const override { return "eu-central-1"; }
  std::atomic<int> calls = 0;
};

TEST(RunCallsTest, MakesEveryCallAndReportsTheFailure) {
  CountingClient client;
  const BulkTables bulk{.tables = 10};
  const auto result = run_calls(client, 10, 2, [&](std::size_t i) { return bulk.table_call(i); });
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().kind, ErrorKind::denied);
  EXPECT_EQ(client.calls, 10);
}

}  // namespace
}  // namespace lakemirror::workload
