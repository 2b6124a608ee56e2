#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <mutex>

#include "aws/connect.h"
#include "base/random.h"
#include "base/worker_pool.h"
#include "workload/bulk.h"

using namespace lakemirror;

namespace {

constexpr std::size_t threads = 8;

Result<void> make_tables(aws::Client& client, std::size_t count, std::size_t databases) {
  const workload::BulkTables bulk{.databases = databases, .tables = count};
  LM_CHECK(workload::run_calls(client, bulk.database_calls(), threads,
                               [&](std::size_t i) { return bulk.database_call(i); }));
  return workload::run_calls(client, bulk.table_calls(), threads,
                             [&](std::size_t i) { return bulk.table_call(i); });
}

/// Changes each of the tables that were made before.
Result<void> update_tables(aws::Client& client, std::size_t count, std::size_t databases) {
  const workload::BulkTables bulk{.databases = databases, .tables = count};
  return workload::run_calls(client, bulk.table_calls(), threads, [&](std::size_t i) {
    auto call = bulk.table_call(i);
    call.operation = "UpdateTable";
    call.input["TableInput"].as_object()["Description"] = "changed";
    return call;
  });
}

/// Changes few tables over and over: each call gives the table another description.
Result<void> burst(aws::Client& client, std::size_t count, std::size_t tables, std::size_t databases) {
  const workload::BulkTables bulk{.databases = databases, .tables = tables};
  return workload::run_calls(client, count, threads, [&](std::size_t i) {
    auto call = bulk.table_call(i % tables);
    call.operation = "UpdateTable";
    call.input["TableInput"].as_object()["Description"] = fmt::format("change {}", i / tables);
    return call;
  });
}

/// `by_thousand`: the same partitions again and again on one table, so that there are many events about it.
Result<void> make_partitions(aws::Client& client, std::size_t count, std::size_t tables) {
  const workload::BulkPartitions bulk{.tables = tables, .partitions = count};
  LM_CHECK(
      workload::run_calls(client, bulk.table_calls(), 1, [&](std::size_t i) { return bulk.table_call(i); }));
  return workload::run_calls(client, bulk.partition_calls(), threads,
                             [&](std::size_t i) { return bulk.partition_call(i); });
}

/// One grant a call: each of count / tables roles gets SELECT on each table. The tables were made before.
Result<void> make_grants(aws::Client& client, std::size_t count, std::size_t tables, std::size_t databases) {
  std::mutex mutex;
  Result<void> made;
  run_parallel(count, threads, [&](std::size_t i) {
    const auto table = i % tables;
    const auto granted = client.call(
        api::Service::lakeformation, "GrantPermissions",
        {{"Principal", json::object{{"DataLakePrincipalIdentifier",
                                     fmt::format("arn:aws:iam::123456789012:role/reader-{}", i / tables)}}},
         {"Resource",
          json::object{{"Table", json::object{{"DatabaseName", fmt::format("bulk_{}", table % databases)},
                                              {"Name", fmt::format("table_{:06}", table)}}}}},
         {"Permissions", json::array{"SELECT"}}});
    const std::lock_guard lock(mutex);
    if (!granted && made) made = fail(granted.error());
  });
  return made;
}

}  // namespace

/// bench_prepare --endpoint URL tables|updates|burst|partitions|grants --count N --over N
int main(int argc, char** argv) {
  std::string endpoint, what;
  std::size_t count = 0, over = 1;
  CLI::App app("Fills the source Region of a local AWS with tables or partitions");
  app.add_option("what", what)
      ->required()
      ->check(CLI::IsMember({"tables", "updates", "burst", "partitions", "grants"}));
  app.add_option("--endpoint", endpoint)->required();
  app.add_option("--count", count, "how many of them")->required();
  app.add_option("--over", over, "over how many databases or tables they are spread");
  CLI11_PARSE(app, argc, argv);
  Random random(1);
  auto client =
      aws::connect({.clock = system_clock(), .random = random, .region = "us-east-1", .endpoint = endpoint});
  const auto made = !client             ? Result<void>(fail(client.error()))
                    : what == "tables"  ? make_tables(**client, count, over)
                    : what == "updates" ? update_tables(**client, count, over)
                    : what == "burst"   ? burst(**client, count, over, 10)
                    : what == "grants"  ? make_grants(**client, count, over, 10)
                                        : make_partitions(**client, count, over);
  if (!made) fmt::print(stderr, "bench_prepare: {}\n", made.error().text());
  return made ? 0 : 1;
}
