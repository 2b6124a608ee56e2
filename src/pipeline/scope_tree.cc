#include "pipeline/scope_tree.h"

#include <algorithm>

namespace lakemirror::pipeline {

using model::Key;
using model::KeyKind;

namespace {

void mark_alive(Node& node, Time event_time) { node.alive_at = std::max(node.alive_at, event_time); }

}  // namespace

ScopeTree::Ref ScopeTree::add(const model::Scope& scope, Time event_time, bool alive) {
  const Key& key = scope.key;
  if (key.kind() == KeyKind::catalog) {
    whole = true;
    whole_touched_at = std::max(whole_touched_at, event_time);
    return {.whole = true};
  }
  auto& database = databases[key.database_name()];
  database.named = true;
  if (key.kind() == KeyKind::database) {
    database.whole |= scope.subtree;
    if (scope.subtree) database.touched_at = std::max(database.touched_at, event_time);
    if (alive) mark_alive(database, event_time);
    return {.database = &database, .whole = scope.subtree};
  }
  mark_alive(database, event_time);  // whatever happened to a table, its database was there
  auto& table = database.tables[key.table_name()];
  table.named = true;
  if (key.kind() == KeyKind::table) {
    table.whole |= scope.subtree;
    if (scope.subtree) table.touched_at = std::max(table.touched_at, event_time);
    if (alive) mark_alive(table, event_time);
    return {.database = &database, .table = &table, .whole = scope.subtree};
  }
  mark_alive(table, event_time);
  const auto [found, is_new] = table.partitions.try_emplace(last_part_of(key));
  if (is_new) ++partition_count;
  return {.database = &database, .table = &table, .partition = &found->second};
}

Digest ScopeTree::result_of(const Ref& ref) const {
  Digest result;
  if (ref.database == nullptr) return below;
  // What was changed through a link was changed behind it.
  for (const auto& behind : ref.database->behind) result.add(result_of(behind));
  for (const auto& behind : ref.table != nullptr ? ref.table->behind : std::vector<Ref>())
    result.add(result_of(behind));
  if (ref.partition != nullptr) {
    result.add(*ref.partition);
    return result;
  }
  const Node& node = ref.table != nullptr ? static_cast<const Node&>(*ref.table) : *ref.database;
  result.add(node.look);
  result.add(node.governed);
  // What lies below a table is looked at whenever the table is new or was made anew, whoever asked.
  if (ref.whole || ref.table != nullptr) result.add(node.below);
  return result;
}

Key partition_key(const Key& table, const std::string& last_part) {
  return *Key::parse(table.text() + "/partition/" + last_part);
}

std::string last_part_of(const Key& partition) {
  return partition.text().substr(partition.text().rfind('/') + 1);
}

}  // namespace lakemirror::pipeline
