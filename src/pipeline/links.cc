#include "pipeline/links.h"

namespace lakemirror::pipeline {

using model::Key;

namespace {

/// The flags of a node that was touched through a link hold for what the link points at.
void take_over(ScopeTree& tree, const Node& from, const Key& to, std::vector<ScopeRef>& behind) {
  behind.push_back(tree.add({to, from.whole}, from.touched_at, false));
  if (from.alive_at != Time::min()) tree.add({to, false}, from.alive_at, true);
}

void follow_table(ScopeTree& next, TableNode& table, const Key& to) {
  take_over(next, table, to, table.behind);
  for (const auto& [part, look] : table.partitions) {
    table.behind.push_back(
        next.add({partition_key(to, part), false}, table.alive_at, table.alive_at != Time::min()));
  }
}

}  // namespace

ScopeTree behind_links(ScopeTree& tree, const DatabaseFilter& filter) {
  ScopeTree next;
  if (tree.whole) return next;  // all of it has been looked at under its own name
  for (auto& [name, database] : tree.databases) {
    if (database.points_at && !filter.admits(database.points_at->database_name())) continue;
    if (database.points_at) take_over(next, database, *database.points_at, database.behind);
    for (auto& [table_name, table] : database.tables) {
      if (database.points_at) {
        follow_table(next, table, Key::table(database.points_at->database_name(), table_name));
      } else if (table.points_at && filter.admits(table.points_at->database_name())) {
        follow_table(next, table, *table.points_at);
      }
    }
  }
  return next;
}

std::optional<Key> target_of_link(const json::object& body, std::string_view account,
                                  std::string_view region) {
  const auto* database = object_at(body, "TargetDatabase");
  const auto* target = database != nullptr ? database : object_at(body, "TargetTable");
  if (target == nullptr || text_or(*target, "DatabaseName").empty()) return std::nullopt;
  const auto catalog = text_or(*target, "CatalogId");
  if (!catalog.empty() && !account.empty() && catalog != account) return std::nullopt;
  if (text_or(*target, "Region", region) != region) return std::nullopt;
  if (database != nullptr) return Key::database(text_or(*target, "DatabaseName"));
  if (text_or(*target, "Name").empty()) return std::nullopt;
  return Key::table(text_or(*target, "DatabaseName"), text_or(*target, "Name"));
}

}  // namespace lakemirror::pipeline
