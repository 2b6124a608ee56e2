#include "workload/subjects.h"

#include <fmt/format.h>

#include "base/text.h"

namespace lakemirror::workload {

std::string database_subject(const std::string& database) { return "database/" + percent_encode(database); }

std::string table_subject(const std::string& database, const std::string& table) {
  return fmt::format("{}/table/{}", database_subject(database), percent_encode(table));
}

std::optional<std::string> some_database(Studio& studio) {
  std::vector<std::string> names;
  for (const auto& [name, database] : studio.state.databases) {
    if (!database.link) names.push_back(name);
  }
  if (names.empty()) return std::nullopt;
  return pick(studio.random, names);
}

std::optional<TableSubject> some_table(Studio& studio, const std::function<bool(const TableState&)>& wanted) {
  std::vector<TableSubject> found;
  for (const auto& [database_name, database] : studio.state.databases) {
    for (const auto& [name, table] : database.tables) {
      if (wanted(table)) found.push_back({database_name, name, &table});
    }
  }
  if (found.empty()) return std::nullopt;
  return pick(studio.random, found);
}

namespace {

template <class NameOf, class Taken>
std::optional<std::string> free_name(Random& random, std::size_t count, NameOf name_of, const Taken& taken) {
  std::vector<std::string> names;
  for (std::size_t number = 0; number < count; ++number) {
    if (auto name = name_of(number); !taken.contains(name)) names.push_back(std::move(name));
  }
  if (names.empty()) return std::nullopt;
  return pick(random, names);
}

const Keep& keep_of(const Studio& studio) { return studio.options.keep; }

std::size_t kept(const Keep& keep, TableKind kind) {
  switch (kind) {
    case TableKind::iceberg:
      return keep.iceberg_tables;
    case TableKind::view:
      return keep.views;
    case TableKind::link:
      return keep.resource_links;
    default:
      return keep.tables;
  }
}

// What Lake Formation keeps beside the table, or beside the database with all in it.
bool lake_can_spare(const Studio& studio, const std::string& database, const std::string& table) {
  auto without = studio.state.lake;
  without.remove_below(database, table);
  const auto& lake = studio.state.lake;
  const auto& keep = keep_of(studio);
  const auto spares = [](std::size_t left, std::size_t there, std::size_t kept) {
    return left == there || left >= kept;
  };
  return spares(without.filters.size(), lake.filters.size(), keep.filters) &&
         spares(without.assignments.size(), lake.assignments.size(), keep.tagged_resources) &&
         spares(without.grants.size(), lake.grants.size(), keep.grants);
}

// What a table is called that is a part of the state.
std::pair<std::string, std::string> names_of(const State& state, const TableState& wanted) {
  for (const auto& [database_name, database] : state.databases) {
    for (const auto& [name, table] : database.tables) {
      if (&table == &wanted) return {database_name, name};
    }
  }
  return {};
}

}  // namespace

std::optional<std::string> free_database_name(Studio& studio) {
  const auto name_of = [&](std::size_t number) { return studio.names.database(number); };
  return free_name(studio.random, studio.options.databases, name_of, studio.state.databases);
}

std::optional<std::string> free_table_name(Studio& studio, const std::string& database) {
  const auto& tables = studio.state.databases.at(database).tables;
  const auto name_of = [&](std::size_t number) { return studio.names.table(number); };
  return free_name(studio.random, studio.options.tables, name_of, tables);
}

bool can_spare(const Studio& studio, const TableState& table) {
  const auto& keep = keep_of(studio);
  const auto [database, name] = names_of(studio.state, table);
  return studio.state.count(table.kind) >= kept(keep, table.kind) + 1 &&
         studio.state.partitions() >= keep.partitions + table.partitions.size() &&
         lake_can_spare(studio, database, name);
}

bool can_spare(const Studio& studio, const DatabaseState& database) {
  if (database.link) return true;
  const auto& keep = keep_of(studio);
  State without;
  std::size_t databases = 0;
  for (const auto& [name, other] : studio.state.databases) {
    if (&other == &database) {
      if (!lake_can_spare(studio, name, "")) return false;
      continue;
    }
    without.databases[name] = other;
    databases += other.link ? 0 : 1;
  }
  for (const auto kind : {TableKind::hive, TableKind::iceberg, TableKind::view, TableKind::link}) {
    if (without.count(kind) < kept(keep, kind)) return false;
  }
  return databases >= keep.databases && without.partitions() >= keep.partitions;
}

json::object table_address(Studio& studio, const TableSubject& subject, std::string_view name_member) {
  return {{"DatabaseName", studio.names.spelled(subject.database)},
          {name_member, studio.names.spelled(subject.name)}};
}

json::array texts(const std::vector<std::string>& values) {
  json::array out;
  for (const auto& value : values) out.emplace_back(value);
  return out;
}

}  // namespace lakemirror::workload
