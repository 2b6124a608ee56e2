#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "workload/lake_state.h"

namespace lakemirror::workload {

enum class TableKind { hive, iceberg, view, link };

/// What the workload believes of one table at the source.
struct TableState {
  TableKind kind = TableKind::hive;
  json::object input = {};         ///< the last TableInput that was sent
  int version = 0;                 ///< the current VersionId
  std::vector<int> archived = {};  ///< earlier versions that can still be asked for
  std::map<std::vector<std::string>, json::object> partitions = {};  ///< by values: the last PartitionInput

  bool partitioned() const;
};

struct DatabaseState {
  json::object input = {};
  bool link = false;                              ///< points to another database; holds nothing of its own
  std::map<std::string, TableState> tables = {};  ///< by folded name
};

/// What the workload believes exists at the source. Names are folded, as Glue keeps them.
struct State {
  std::map<std::string, DatabaseState> databases = {};
  LakeState lake = {};

  /// With all that lies below it, and what Lake Formation kept of it.
  void remove_database(const std::string& name);
  void remove_table(const std::string& database, const std::string& name);

  DatabaseState* database(const std::string& name);
  TableState* table(const std::string& database, const std::string& name);
  const TableState* table(const std::string& database, const std::string& name) const;
  std::size_t count(TableKind kind) const;
  std::size_t partitions() const;
};

}  // namespace lakemirror::workload
