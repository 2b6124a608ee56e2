#include "workload/state.h"

namespace lakemirror::workload {

bool TableState::partitioned() const {
  const auto* keys = array_at(input, "PartitionKeys");
  return kind == TableKind::hive && keys != nullptr && !keys->empty();
}

void State::remove_database(const std::string& name) {
  databases.erase(name);
  lake.remove_below(name);
}

void State::remove_table(const std::string& database_name, const std::string& name) {
  if (auto* holder = database(database_name)) holder->tables.erase(name);
  lake.remove_below(database_name, name);
}

DatabaseState* State::database(const std::string& name) {
  const auto found = databases.find(name);
  return found == databases.end() ? nullptr : &found->second;
}

const TableState* State::table(const std::string& database_name, const std::string& name) const {
  const auto holder = databases.find(database_name);
  if (holder == databases.end()) return nullptr;
  const auto found = holder->second.tables.find(name);
  return found == holder->second.tables.end() ? nullptr : &found->second;
}

TableState* State::table(const std::string& database_name, const std::string& name) {
  auto* holder = database(database_name);
  if (holder == nullptr) return nullptr;
  const auto found = holder->tables.find(name);
  return found == holder->tables.end() ? nullptr : &found->second;
}

std::size_t State::count(TableKind kind) const {
  std::size_t count = 0;
  for (const auto& [name, database] : databases) {
    for (const auto& [table_name, table] : database.tables) count += table.kind == kind ? 1 : 0;
  }
  return count;
}

std::size_t State::partitions() const {
  std::size_t count = 0;
  for (const auto& [name, database] : databases) {
    for (const auto& [table_name, table] : database.tables) count += table.partitions.size();
  }
  return count;
}

}  // namespace lakemirror::workload
