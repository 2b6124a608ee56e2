#include "workload/change.h"
#include "workload/subjects.h"

namespace lakemirror::workload {
namespace {

// What the catalog has too few of comes first, so that a lively one soon holds every kind.
TableKind wanted_kind(Studio& studio) {
  const auto& keep = studio.options.keep;
  const auto& state = studio.state;
  if (state.count(TableKind::hive) < keep.tables) return TableKind::hive;
  if (state.count(TableKind::view) < keep.views) return TableKind::view;
  if (state.count(TableKind::iceberg) < keep.iceberg_tables) return TableKind::iceberg;
  if (state.count(TableKind::link) < keep.resource_links) return TableKind::link;
  static const std::vector<TableKind> mix = {TableKind::hive, TableKind::hive,    TableKind::hive,
                                             TableKind::hive, TableKind::iceberg, TableKind::view,
                                             TableKind::link};
  return pick(studio.random, mix);
}

// By default everybody gets ALL on a link too, which nobody could grant on one: so links are made where there
// are no defaults.
bool can_hold_links(const Studio& studio, const std::string& database) {
  const auto& input = studio.state.databases.at(database).input;
  const auto* defaults = array_at(input, "CreateTableDefaultPermissions");
  return !studio.options.changes_lake() || (defaults != nullptr && defaults->empty());
}

bool is_own(const TableState& table) { return table.kind != TableKind::link; }

}  // namespace

std::optional<Change> create_table(Studio& studio) {
  const auto database = some_database(studio);
  if (!database) return std::nullopt;
  const auto name = free_table_name(studio, *database);
  if (!name) return std::nullopt;
  TableState made{.kind = wanted_kind(studio)};
  const auto target = made.kind == TableKind::link ? some_table(studio, is_own) : std::nullopt;
  if (made.kind == TableKind::link && (!target || !can_hold_links(studio, *database)))
    made.kind = TableKind::hive;

  json::object input{{"DatabaseName", studio.names.spelled(*database)}};
  switch (made.kind) {
    case TableKind::hive:
      made.input = studio.bodies.hive_table(*database, *name);
      break;
    case TableKind::view:
      made.input = studio.bodies.view(*database, *name);
      break;
    case TableKind::link:
      made.input = studio.bodies.table_link(*name, target->database, target->name);
      break;
    case TableKind::iceberg:
      made.input = studio.bodies.iceberg_table(*database, *name);
      if (studio.random.chance(0.3)) {  // the service writes the first metadata file by itself
        made.input["Parameters"] = json::object{};
        input["OpenTableFormatInput"] = {
            {"IcebergInput", {{"MetadataOperation", "CREATE"}, {"Version", "2"}}}};
      }
      break;
  }
  input["TableInput"] = made.input;
  return Change{.event_name = "CreateTable",
                .subject = table_subject(*database, *name),
                .input = std::move(input),
                .commit = [database = *database, name = *name, made](State& state) {
                  if (auto* holder = state.database(database)) holder->tables[name] = made;
                }};
}

std::optional<Change> update_table(Studio& studio) {
  const auto subject = some_table(studio, is_own);
  if (!subject) return std::nullopt;
  auto next = studio.bodies.next_table(subject->database, subject->name, *subject->table);
  const bool commit_of_iceberg = subject->table->kind == TableKind::iceberg;
  const bool skip_archive = studio.random.chance(commit_of_iceberg ? 0.8 : 0.2);
  json::object input{{"DatabaseName", studio.names.spelled(subject->database)}, {"TableInput", next}};
  if (skip_archive) input["SkipArchive"] = true;
  if (commit_of_iceberg)
    input["VersionId"] = std::to_string(subject->table->version);  // the engines' optimistic lock
  return Change{
      .event_name = "UpdateTable",
      .subject = table_subject(subject->database, subject->name),
      .input = std::move(input),
      .commit = [database = subject->database, name = subject->name, next, skip_archive](State& state) {
        auto* table = state.table(database, name);
        if (table == nullptr) return;
        if (!skip_archive) table->archived.push_back(table->version);
        ++table->version;
        table->input = next;
      }};
}

std::optional<Change> delete_table(Studio& studio) {
  const auto subject = some_table(studio, [&](const TableState& table) { return can_spare(studio, table); });
  if (!subject) return std::nullopt;
  return Change{.event_name = "DeleteTable",
                .subject = table_subject(subject->database, subject->name),
                .input = table_address(studio, *subject, "Name"),
                .commit = [database = subject->database, name = subject->name](State& state) {
                  state.remove_table(database, name);
                }};
}

std::optional<Change> batch_delete_table(Studio& studio) {
  const auto first = some_table(studio, [&](const TableState& table) { return can_spare(studio, table); });
  if (!first) return std::nullopt;
  std::vector<std::string> names = {first->name};
  for (const auto& [name, table] : studio.state.databases.at(first->database).tables) {
    // A second one of another kind, so that what is to be kept stays whole.
    if (names.size() < 2 && table.kind != first->table->kind && table.partitions.empty() &&
        can_spare(studio, table)) {
      names.push_back(name);
    }
  }
  json::array listed;
  for (const auto& name : names) listed.emplace_back(studio.names.spelled(name));
  if (studio.random.chance(0.3)) listed.emplace_back("never_existed");  // answered in Errors; the others go
  return Change{.event_name = "BatchDeleteTable",
                .subject = names.size() == 1 ? table_subject(first->database, first->name)
                                             : database_subject(first->database),
                .input = {{"DatabaseName", studio.names.spelled(first->database)},
                          {"TablesToDelete", std::move(listed)}},
                .commit = [database = first->database, names](State& state) {
                  for (const auto& name : names) state.remove_table(database, name);
                }};
}

std::optional<Change> delete_table_version(Studio& studio) {
  const auto subject = some_table(studio, [](const TableState& table) { return !table.archived.empty(); });
  if (!subject) return std::nullopt;
  const int version = subject->table->archived.front();
  auto input = table_address(studio, *subject);
  input["VersionId"] = std::to_string(version);
  return Change{.event_name = "DeleteTableVersion",
                .subject = table_subject(subject->database, subject->name),
                .input = std::move(input),
                .commit = [database = subject->database, name = subject->name, version](State& state) {
                  if (auto* table = state.table(database, name)) std::erase(table->archived, version);
                }};
}

std::optional<Change> batch_delete_table_version(Studio& studio) {
  const auto subject = some_table(studio, [](const TableState& table) { return !table.archived.empty(); });
  if (!subject) return std::nullopt;
  json::array versions;
  for (const int version : subject->table->archived) versions.emplace_back(std::to_string(version));
  auto input = table_address(studio, *subject);
  input["VersionIds"] = std::move(versions);
  return Change{.event_name = "BatchDeleteTableVersion",
                .subject = table_subject(subject->database, subject->name),
                .input = std::move(input),
                .commit = [database = subject->database, name = subject->name](State& state) {
                  if (auto* table = state.table(database, name)) table->archived.clear();
                }};
}

}  // namespace lakemirror::workload
