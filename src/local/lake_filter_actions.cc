#include <algorithm>

#include "base/text.h"
#include "local/actions.h"
#include "local/lake_gate.h"
#include "local/lake_grants.h"
#include "local/lake_pages.h"
#include "local/lake_request.h"
#include "local/lake_tagging.h"

namespace lakemirror::local {

namespace {

using Kind = LakeResource::Kind;

tl::unexpected<Error> no_filter() { return not_found("Cell Filter not found"); }

/// TableData, or the four names of a call that reads or deletes.
LakeResource named_filter(const json::object& from) {
  return {.kind = Kind::cells_filter,
          .database = fold(text_or(from, "DatabaseName")),
          .table = fold(text_or(from, "TableName")),
          .name = std::string(text_or(from, "Name"))};
}

Result<void> check_account(const Call& call, const json::object& from) {
  const std::string_view catalog = text_or(from, "TableCatalogId");
  return catalog.empty() || catalog == call.region.account ? Result<void>() : denied_resource();
}

/// Who is no admin needs SELECT on the table with the right to hand it on (documented).
Result<void> check_maker(const Call& call, const LakeResource& filter, const Table& table) {
  const Rights rights = Rights::of_caller(call);
  if (rights.unrestricted() || rights.admin()) return {};
  const Held held = rights.on_table(filter.database, filter.table, table);
  return held.may_grant({Permission::select}) ? Result<void>() : denied_lake_right("Select", filter.table);
}

bool given(const json::object& from, std::string_view member) {
  const json::value* value = from.if_contains(member);
  return value != nullptr && !value->is_null();
}

/// Exactly one way to say which columns, and one to say which rows (documented; the words are derived).
Result<json::object> read_body(const json::object& from) {
  const json::array* names = array_at(from, "ColumnNames");
  const bool listed = names != nullptr && !names->empty();
  if (listed == given(from, "ColumnWildcard"))
    return invalid_input("Either ColumnNames or ColumnWildcard must be present, and not both.");
  const json::object* rows = object_at(from, "RowFilter");
  if (rows == nullptr || given(*rows, "FilterExpression") == given(*rows, "AllRowsWildcard"))
    return invalid_input("Either FilterExpression or AllRowsWildcard must be present, and not both.");
  json::object out{{"RowFilter", *rows}};
  if (!listed) {
    out["ColumnWildcard"] = from.at("ColumnWildcard");
    return out;
  }
  json::array folded;
  for (const auto& name : *names) folded.emplace_back(fold(name.get_string()));
  out["ColumnNames"] = std::move(folded);
  return out;
}

const json::array* named_columns(const json::object& body) {
  if (const json::array* names = array_at(body, "ColumnNames")) return names;
  const json::object* wildcard = object_at(body, "ColumnWildcard");
  return wildcard == nullptr ? nullptr : array_at(*wildcard, "ExcludedColumnNames");
}

Result<void> check_columns(const json::object& body, const Table& table) {
  const json::array* names = named_columns(body);
  if (names == nullptr) return {};
  const auto columns = columns_of(table);
  for (const auto& name : *names) {
    if (std::ranges::find(columns, fold(name.get_string())) == columns.end())
      return invalid_input("Column " + std::string(name.get_string()) + " does not exist.");  // derived
  }
  return {};
}

/// What a create or update stores, all checks made.
Result<CellsFilter> read_filter(Call& call, const LakeResource& filter) {
  const json::object& data = call.object("TableData");
  LM_CHECK(check_account(call, data));
  const Table* table = lake_table(call, filter.database, filter.table, {});
  if (table == nullptr) return not_found("Entity Not Found");
  if (table->link)
    return invalid_input("Data cells filters cannot be made on resource links.");  // documented
  LM_CHECK(check_maker(call, filter, *table));
  LM_TRY(json::object body, read_body(data));
  LM_CHECK(check_columns(body, *table));
  return CellsFilter{.at = filter, .body = std::move(body), .version = call.random.uuid()};
}

json::object filter_json(const Call& call, const CellsFilter& from) {
  json::object out = from.at.to_json(call.region.account).at("DataCellsFilter").get_object();
  for (const auto& member : from.body) out[member.key()] = member.value();
  out["VersionId"] = from.version;
  return out;
}

Answer create_filter(Call& call) {
  const LakeResource filter = named_filter(call.object("TableData"));
  LM_TRY(CellsFilter made, read_filter(call, filter));
  Shelf<CellsFilter>& filters = call.region.lake.filters;
  if (filters.find(filter.key()) != nullptr) return already_exists("Data cells filter already exists.");
  filters.put(filter.key(), std::move(made), call.moment());
  return "{}";
}

Answer get_filter(Call& call) {
  LM_CHECK(check_account(call, call.from.input));
  const LakeResource filter = named_filter(call.from.input);
  const CellsFilter* found = call.region.lake.filters.find(filter.key(), call.view);
  if (found == nullptr) return no_filter();
  return json::serialize(json::object{{"DataCellsFilter", filter_json(call, *found)}});
}

/// Of one table, or of all.
Answer list_filters(Call& call) {
  LakeResource wanted;
  if (const json::object* table = object_at(call.from.input, "Table")) {
    wanted.database = fold(text_or(*table, "DatabaseName"));
    wanted.table = fold(text_or(*table, "Name"));
  } else if (call.knobs.filters_listed_by_table) {
    return invalid_input("Table is required.");
  }
  return list_pages(call, call.region.lake.filters, "DataCellsFilters",
                    [&](const std::string&, const CellsFilter& filter) -> json::value {
                      const bool other = filter.at.database != wanted.database ||
                                         (!wanted.table.empty() && filter.at.table != wanted.table);
                      if (!wanted.database.empty() && other) return nullptr;
                      return filter_json(call, filter);
                    });
}

Answer update_filter(Call& call) {
  const LakeResource filter = named_filter(call.object("TableData"));
  const CellsFilter* found = call.region.lake.filters.find(filter.key());
  if (found == nullptr) return no_filter();
  const std::string_view expected = text_or(call.object("TableData"), "VersionId");
  if (!expected.empty() && expected != found->version) {
    return fault("ConcurrentModificationException",
                 "Two processes are trying to modify a resource simultaneously.");
  }
  LM_TRY(CellsFilter changed, read_filter(call, filter));
  call.region.lake.filters.put(filter.key(), std::move(changed), call.moment());
  return "{}";
}

/// The grants on it go with it (derived: nothing is left that they could name).
Answer delete_filter(Call& call) {
  LM_CHECK(check_account(call, call.from.input));
  const LakeResource filter = named_filter(call.from.input);
  if (call.region.lake.filters.find(filter.key()) == nullptr) return no_filter();
  if (const Table* table = lake_table(call, filter.database, filter.table, {}))
    LM_CHECK(check_maker(call, filter, *table));
  call.region.lake.filters.erase(filter.key(), call.moment());
  drop_grants(call, filter.key() + '\x1e');
  return "{}";
}

constexpr Action all_filter_actions[] = {
    {"CreateDataCellsFilter", create_filter, false}, {"GetDataCellsFilter", get_filter, true},
    {"ListDataCellsFilter", list_filters, true},     {"UpdateDataCellsFilter", update_filter, false},
    {"DeleteDataCellsFilter", delete_filter, false},
};

}  // namespace

std::span<const Action> lake_filter_actions() { return all_filter_actions; }

}  // namespace lakemirror::local
