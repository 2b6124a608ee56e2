#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/random.h"
#include "workload/names.h"
#include "workload/options.h"
#include "workload/state.h"

namespace lakemirror::workload {

/// Makes the bodies of a lively data lake: Hive tables over Parquet and CSV, Iceberg tables, views, resource
/// links, and their partitions. Every body differs from the one before it, except for a share that comes from
/// a handful.
class Bodies {
 public:
  Bodies(Random& random, Names& names, const Options& options)
      : random_(random), names_(names), options_(options) {}

  json::object database(const std::string& name);
  json::object database_link(const std::string& name, const std::string& target);

  json::object hive_table(const std::string& database, const std::string& name);
  json::object iceberg_table(const std::string& database, const std::string& name);
  json::object view(const std::string& database, const std::string& name);
  json::object table_link(const std::string& name, const std::string& database, const std::string& target);
  /// A later state of the same table: its partition keys, kind and place stay, for Glue can change none of
  /// them.
  json::object next_table(const std::string& database, const std::string& name, const TableState& table);

  json::object partition(const json::object& table_input, const std::vector<std::string>& values);
  std::vector<std::string> partition_values(const json::object& table_input);

 private:
  json::array columns(std::size_t least);
  json::object storage(const std::string& location);
  json::object parameters();
  std::string bucket();
  std::string location(const std::string& database, const std::string& table);
  std::string metadata_location(const std::string& table_location, std::size_t number);
  std::string revision();

  Random& random_;
  Names& names_;
  const Options& options_;
  std::size_t revision_ = 0;
};

}  // namespace lakemirror::workload
