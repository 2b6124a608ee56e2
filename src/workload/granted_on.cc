#include "workload/lake_subjects.h"

namespace lakemirror::workload {
namespace {

using Kind = GrantedOn::Kind;
using Found = std::optional<GrantedOn>;

Found on_table(Studio& studio) {
  const auto table = some_table(studio, [](const TableState&) { return true; });
  if (!table) return std::nullopt;
  return GrantedOn{.kind = Kind::table, .database = table->database, .table = table->name};
}

Found on_columns(Studio& studio) {
  const auto table =
      some_table(studio, [](const TableState& found) { return !lasting_columns(found).empty(); });
  if (!table) return std::nullopt;
  return GrantedOn{.kind = studio.random.chance(0.7) ? Kind::columns : Kind::columns_except,
                   .database = table->database,
                   .table = table->name,
                   .names = some_of(studio.random, lasting_columns(*table->table), 2)};
}

Found on_database(Studio& studio) {
  const auto database = some_database(studio);
  if (!database) return std::nullopt;
  return GrantedOn{.kind = studio.random.chance(0.6) ? Kind::database : Kind::all_tables,
                   .database = *database};
}

Found on_filter(Studio& studio) {
  const auto& filters = studio.state.lake.filters;
  if (filters.empty()) return std::nullopt;
  const auto& [database, table, name] =
      *std::next(filters.begin(), static_cast<std::ptrdiff_t>(studio.random.below(filters.size())));
  return GrantedOn{.kind = Kind::filter, .database = database, .table = table, .name = name};
}

Found on_location(Studio& studio) {
  const auto arns = keys_of(studio.state.lake.locations);
  if (arns.empty()) return std::nullopt;
  auto arn = pick(studio.random, arns);
  // A grant below what is registered would outlive its registration for certain.
  if (!studio.options.granted_locations_go && studio.random.chance(0.3)) arn += "/orders";
  return GrantedOn{.kind = Kind::location, .name = arn};
}

Found on_tag(Studio& studio) {
  const auto& tags = studio.state.lake.tags;
  if (tags.empty()) return std::nullopt;
  const auto key = pick(studio.random, keys_of(tags));
  const auto& values = tags.at(key);
  return GrantedOn{
      .kind = Kind::tag, .name = key, .names = some_of(studio.random, {values.begin(), values.end()}, 2)};
}

Found on_policy(Studio& studio) {
  GrantedOn on{.kind = Kind::policy, .of_tables = studio.random.chance(0.6)};
  const auto expressions = keys_of(studio.state.lake.expressions);
  if (!expressions.empty() && studio.random.chance(0.4)) {
    on.kind = Kind::named_policy;
    on.name = pick(studio.random, expressions);
    return on;
  }
  on.expression = some_expression(studio);
  return on.expression.empty() ? std::nullopt : Found(std::move(on));
}

// A table's permissions by its kind; a name that is gone has none.
std::vector<std::string> permissions_on_table(const State& state, const GrantedOn& on) {
  const auto* table = state.table(on.database, on.table);
  if (table == nullptr) return {};
  if (table->kind == TableKind::link) return {"DESCRIBE", "DROP"};
  if (table->kind == TableKind::view) return {"DESCRIBE", "DROP", "SELECT"};
  return {"ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"};
}

}  // namespace

Found something_to_grant_on(Studio& studio) {
  // Filters are few and short-lived: what is there is taken.
  if (studio.random.chance(0.2)) {
    if (auto filter = on_filter(studio)) return filter;
  }
  switch (studio.random.below(18)) {
    case 0:
      return GrantedOn{};
    case 1:
    case 2:
    case 3:
      return on_database(studio);
    case 4:
    case 5:
      return on_location(studio);
    case 6:
    case 7:
      return on_tag(studio);
    case 8:
    case 9:
      return on_policy(studio);
    case 10:
    case 11:
    case 12:
      return on_columns(studio);
    default:
      return on_table(studio);
  }
}

std::vector<std::string> permissions_on(const State& state, const GrantedOn& on) {
  switch (on.kind) {
    case Kind::catalog:
      return {"CREATE_DATABASE", "CREATE_LF_TAG"};
    case Kind::table:
      return permissions_on_table(state, on);
    case Kind::columns:
    case Kind::columns_except:
      return {"SELECT"};
    case Kind::filter:
      return {"DESCRIBE", "DROP", "SELECT"};
    case Kind::location:
      return {"DATA_LOCATION_ACCESS"};
    case Kind::tag:
      return {"ASSOCIATE", "DESCRIBE", "GRANT_WITH_LF_TAG_EXPRESSION"};
    default: {
      const auto all = everything_on(on);
      return {all.begin(), all.end()};
    }
  }
}

}  // namespace lakemirror::workload
