#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "aws/client.h"

namespace lakemirror::workload {

/// One call of a bulk load, as data.
struct Call {
  std::string operation;
  json::object input;
};

/// Many distinct tables of the same width, spread evenly over databases.
struct BulkTables {
  std::size_t databases = 10;
  std::size_t tables = 10'000;
  std::size_t columns = 20;
  std::string bucket = "data";

  std::size_t database_calls() const { return databases; }
  std::size_t table_calls() const { return tables; }
  Call database_call(std::size_t number) const;
  Call table_call(std::size_t number) const;
};

/// Many partitions on a few tables, in batches of the size the API allows.
struct BulkPartitions {
  std::size_t tables = 10;
  std::size_t partitions = 100'000;
  std::size_t batch = 100;  ///< BatchCreatePartition takes at most 100
  std::string bucket = "data";

  std::size_t partition_calls() const { return (partitions + batch - 1) / batch; }
  /// The database, then the tables: to be made one after the other, before any partition.
  std::size_t table_calls() const { return tables + 1; }
  Call table_call(std::size_t number) const;
  Call partition_call(std::size_t number) const;
};

/// Makes calls 0 ... count-1 on up to `threads` threads. Returns the first Error, after all calls have ended.
Result<void> run_calls(aws::Client& client, std::size_t count, std::size_t threads,
                       const std::function<Call(std::size_t)>& call);

}  // namespace lakemirror::workload
