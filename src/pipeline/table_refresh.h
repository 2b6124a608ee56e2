#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "pipeline/database_refresh.h"
#include "pipeline/partition_refresh.h"
#include "pipeline/refresh_tools.h"
#include "pipeline/scope_tree.h"

namespace lakemirror::pipeline {

/// Makes the tables of the tree equal, with their partitions. Few tables are read one by one; many of one
/// database, or all of them, by listing both sides, of which only fingerprints of the target are held.
class TableRefresh {
 public:
  TableRefresh(RefreshTools& tools, ScopeTree& tree) : tools_(tools), tree_(tree), partitions_(tools) {}

  void put(const std::map<std::string, DatabasePair>& pairs);
  /// Removes the tables found absent at the source.
  void remove();

 private:
  /// One table on its way through: the node is the tree's, or the listing's own where no entry touched the
  /// table.
  struct Work {
    Work(std::string database_name, std::string table_name, TableNode* its_node)
        : database(std::move(database_name)),
          table(std::move(table_name)),
          key(model::Key::table(database, table)),
          node(its_node) {}

    std::string database, table;
    model::Key key;
    TableNode* node;
    model::ObjectState source = {}, target = {};
    Time begun = {};
  };
  /// Works that have been compared: what is to be changed for them.
  struct Prepared {
    std::vector<Work> works;
    model::Plan plan = {};
    std::map<model::Key, Error> undecided = {};
  };
  struct Removal {
    model::Key key;
    TableNode* node;  ///< nullptr: touched by no entry
    Digest* below;    ///< of the database: where the result is told as well
    Time begun;
  };

  bool settle_without_reading(DatabaseNode& node, const DatabasePair& pair);
  bool is_worth_listing(const std::string& database, const DatabaseNode& node);
  void list(const std::string& database, DatabaseNode& node, const DatabasePair& pair);
  std::vector<Work> works_of(const std::string& database, DatabaseNode& node, model::Snapshot page,
                             std::map<model::Key, model::ObjectState>& target,
                             std::deque<TableNode>& unowned);
  void put_leftovers(const std::string& database, DatabaseNode& node,
                     const std::map<model::Key, model::ObjectState>& target);
  void read(Work& work, bool read_target);
  /// Compares, and notes what the source has. Touches nothing of other works, so that it may run beside the
  /// put() of those that came before.
  Prepared prepare(std::vector<Work> works);
  /// `below` is the database's digest, where everything in the database counts for it.
  void put(Prepared& prepared, Digest* below);
  Result<void> owe_partitions(const std::vector<Work>& works, const model::Plan& plan);
  void finish(Work& work, const model::ChangeResult* result, Digest* below,
              std::vector<PartitionWork>& partitions);
  void finish_absent(Work& work, Digest* below);

  RefreshTools& tools_;
  ScopeTree& tree_;
  PartitionRefresh partitions_;
  std::mutex mutex_;  ///< of what follows
  std::vector<Removal> removals_;
};

}  // namespace lakemirror::pipeline
