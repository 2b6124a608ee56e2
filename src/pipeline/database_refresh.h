#pragma once

#include <map>
#include <string>

#include "pipeline/refresh_tools.h"
#include "pipeline/scope_tree.h"

namespace lakemirror::pipeline {

/// What both sides hold of one database, once it has been made equal as far as that comes before its tables.
struct DatabasePair {
  model::ObjectState source = {};
  model::ObjectState target = {};  ///< as it was before: what lies below a database just made is absent
  Time begun = {};
  bool is_new = false;  ///< to be made at the target, though only something in it was touched
};

/// The first and the last part of a refresh: databases are made and changed before their tables, removed
/// after them.
class DatabaseRefresh {
 public:
  DatabaseRefresh(RefreshTools& tools, ScopeTree& tree) : tools_(tools), tree_(tree) {}

  /// Reads every database in the tree (all of both sides, where the tree is whole), creates and updates.
  /// Marks nodes `whole` where the database is new at the target or was made anew at the source.
  std::map<std::string, DatabasePair> put();

  /// Removes databases that the source does not have, as far as all they hold came from the source.
  void remove(const std::map<std::string, DatabasePair>& pairs);

 private:
  void list_into_tree(std::map<std::string, DatabasePair>& pairs);
  void read_one(const std::string& name, DatabasePair& pair);
  Result<void> owe_what_is_new(const std::map<std::string, DatabasePair>& pairs);
  void owe_again(const std::string& name, DatabaseNode& node);
  void forget_tables(const std::string& name);
  void judge(const std::string& name, DatabasePair& pair, std::vector<model::Change>& changes);
  /// Whether a database that is to become a link may go, with all it holds: the Error says why not.
  Result<void> may_replace(const std::string& name, const DatabaseNode& node);
  Result<std::vector<std::string>> tables_at_target(const std::string& name);
  void remove_one(const std::string& name, DatabaseNode& node, const DatabasePair& pair);
  Result<std::vector<std::string>> not_from_source(const std::string& name, const DatabaseNode& node,
                                                   const std::vector<std::string>& tables);

  RefreshTools& tools_;
  ScopeTree& tree_;
};

}  // namespace lakemirror::pipeline
