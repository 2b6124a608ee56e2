#include "local/places.h"

#include <fmt/format.h>

#include "base/text.h"

namespace lakemirror::local {

namespace {

bool here(const Call& call, const LinkTarget& target) {
  return (target.catalog.empty() || target.catalog == call.region.account) &&
         (target.region.empty() || target.region == call.region.name);
}

}  // namespace

std::string table_not_found(std::string_view name) { return fmt::format("Table {} not found.", name); }

Result<DatabasePlace> find_database(const Call& call, std::string_view name, View view) {
  std::string folded = fold(name);
  const Database* database = call.region.catalog.databases.find(folded, view);
  if (database == nullptr) return not_found(fmt::format("Database {} not found.", name));
  return DatabasePlace{std::move(folded), database};
}

Result<DatabasePlace> follow_database(const Call& call, std::string_view name, View view) {
  LM_TRY(DatabasePlace place, find_database(call, name, view));
  if (!place.database->link) return place;
  const std::string& target = place.database->link->database;
  const Database* database = target_of(call, *place.database, view);
  if (database == nullptr) return not_found(fmt::format("Database {} not found.", target));
  return DatabasePlace{fold(target), database, true};
}

Result<TablePlace> find_table(const Call& call, std::string_view database, std::string_view name, View view,
                              std::string missing) {
  LM_TRY(DatabasePlace place, follow_database(call, database, view));
  std::string folded = fold(name);
  const Table* table = place.database->tables->find(folded, view);
  if (table == nullptr) return not_found(std::move(missing));
  return TablePlace{std::move(place.name), place.database, std::move(folded), table, place.linked ? 1 : 0};
}

Result<TablePlace> follow_table(const Call& call, std::string_view database, std::string_view name,
                                View view) {
  LM_TRY(TablePlace place, find_table(call, database, name, view, table_not_found(name)));
  if (!place.table->link) return place;
  const LinkTarget& link = *place.table->link;
  const Table* target = target_of(call, *place.table, view);
  if (target == nullptr) return not_found(table_not_found(link.table));
  std::string target_database = fold(link.database);
  const Database* owner = call.region.catalog.databases.find(target_database, view);
  return TablePlace{std::move(target_database), owner, fold(link.table), target, place.links + 1};
}

const Database* target_of(const Call& call, const Database& link, View view) {
  if (!here(call, *link.link)) return nullptr;
  const Database* target = call.region.catalog.databases.find(fold(link.link->database), view);
  return target != nullptr && !target->link ? target : nullptr;
}

const Table* target_of(const Call& call, const Table& link, View view) {
  if (!here(call, *link.link)) return nullptr;
  const Database* database = call.region.catalog.databases.find(fold(link.link->database), view);
  if (database == nullptr || database->link) return nullptr;
  const Table* target = database->tables->find(fold(link.link->table), view);
  return target != nullptr && !target->link ? target : nullptr;
}

std::shared_ptr<const LinkTarget> read_link(const json::object& input, std::string_view member) {
  const json::object* target = object_at(input, member);
  if (target == nullptr) return nullptr;
  return std::make_shared<const LinkTarget>(LinkTarget{
      .catalog = std::string(text_or(*target, "CatalogId")),
      .database = std::string(text_or(*target, "DatabaseName")),
      .table = std::string(text_or(*target, "Name")),
      .region = std::string(text_or(*target, "Region")),
  });
}

}  // namespace lakemirror::local
