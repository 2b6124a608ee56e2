#include "workload/bulk.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "api/api.h"
#include "base/worker_pool.h"

namespace lakemirror::workload {
namespace {

constexpr std::string_view partitions_database = "bulk_partitions";

json::array columns(std::size_t count) {
  json::array out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(
        json::object{{"Name", fmt::format("column_{}", i)}, {"Type", i % 3 == 0 ? "bigint" : "string"}});
  }
  return out;
}

json::object parquet(std::string location, json::array columns) {
  return {{"Columns", std::move(columns)},
          {"Location", std::move(location)},
          {"InputFormat", "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"},
          {"OutputFormat", "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"},
          {"SerdeInfo", json::object{{"SerializationLibrary",
                                      "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"},
                                     {"Parameters", json::object{{"serialization.format", "1"}}}}}};
}

Call create_database(std::string_view name) {
  return {"CreateDatabase", {{"DatabaseInput", json::object{{"Name", name}}}}};
}

Call create_table(std::string_view database, const std::string& name, std::string_view bucket,
                  std::size_t width, json::array partition_keys) {
  return {
      "CreateTable",
      {{"DatabaseName", database},
       {"TableInput",
        json::object{{"Name", name},
                     {"TableType", "EXTERNAL_TABLE"},
                     {"PartitionKeys", std::move(partition_keys)},
                     {"StorageDescriptor",
                      parquet(fmt::format("s3://{}/{}/{}/", bucket, database, name), columns(width))},
                     {"Parameters", json::object{{"classification", "parquet"}, {"EXTERNAL", "TRUE"}}}}}}};
}

}  // namespace

Call BulkTables::database_call(std::size_t number) const {
  return create_database(fmt::format("bulk_{}", number));
}

Call BulkTables::table_call(std::size_t number) const {
  return create_table(fmt::format("bulk_{}", number % databases), fmt::format("table_{:06}", number), bucket,
                      columns, {});
}

Call BulkPartitions::table_call(std::size_t number) const {
  if (number == 0) return create_database(partitions_database);
  json::array keys;
  keys.push_back(json::object{{"Name", "day"}, {"Type", "string"}});
  keys.push_back(json::object{{"Name", "part"}, {"Type", "int"}});
  return create_table(partitions_database, fmt::format("table_{}", number - 1), bucket, 5, std::move(keys));
}

Call BulkPartitions::partition_call(std::size_t number) const {
  const auto table = fmt::format("table_{}", number % tables);
  json::array list;
  const auto end = std::min(partitions, (number + 1) * batch);
  for (std::size_t i = number * batch; i < end; ++i) {
    const auto day = fmt::format("2026-{:02}-{:02}", 1 + i / 28 % 12, 1 + i % 28);
    const auto part = std::to_string(i);
    auto storage =
        parquet(fmt::format("s3://{}/{}/{}/day={}/part={}/", bucket, partitions_database, table, day, part),
                columns(5));
    list.push_back(
        json::object{{"Values", json::array{day, part}}, {"StorageDescriptor", std::move(storage)}});
  }
  return {
      "BatchCreatePartition",
      {{"DatabaseName", partitions_database}, {"TableName", table}, {"PartitionInputList", std::move(list)}}};
}

Result<void> run_calls(aws::Client& client, std::size_t count, std::size_t threads,
                       const std::function<Call(std::size_t)>& call) {
  std::mutex mutex;
  std::optional<Error> first;
  run_parallel(count, threads, [&](std::size_t number) {
    const auto made = call(number);
    auto answer = client.call(api::Service::glue, made.operation, made.input);
    if (answer) return;
    const std::lock_guard lock(mutex);
    if (!first) first = std::move(answer).error();
  });
  if (first) return fail(*std::move(first));
  return {};
}

}  // namespace lakemirror::workload
