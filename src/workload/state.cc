#include "workload/state.h"

namespace lakemirror::workload {

bool TableState::partitioned() const {
  const auto* keys = array_at(input, "PartitionKeys");
  return kind == TableKind::hive && keys != nullptr && !keys->empty();
}

DatabaseState* State::database(const std::string& name) {
  const auto found = databases.find(name);
  return found == databases.end() ? nullptr : &found->second;
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
