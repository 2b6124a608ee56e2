#include "local/lake_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "local/lake_rights.h"
#include "local/lake_tagging.h"

namespace lakemirror::local {

namespace {

using Kind = LakeResource::Kind;

std::vector<std::string> sorted_names(const json::array* given, const auto& stored) {
  std::vector<std::string> out;
  if (given != nullptr) {
    for (const auto& name : *given) out.push_back(stored(name.get_string()));
  }
  sort_once(out);
  return out;
}

LakeResource of_table(Kind kind, const json::object& given, std::string_view table_member) {
  return {.kind = kind,
          .database = fold(text_or(given, "DatabaseName")),
          .table = fold(text_or(given, table_member))};
}

Result<LakeResource> read_table(const json::object& given) {
  LakeResource out = of_table(Kind::table, given, "Name");
  const bool wildcard = object_at(given, "TableWildcard") != nullptr;
  // Derived: that both and neither are refused is known, the words are not.
  if (wildcard && !out.table.empty())
    return invalid_input("Table name and table wildcard cannot both be present.");
  if (!wildcard && out.table.empty())
    return invalid_input("Table name and table wildcard cannot both be empty.");
  return out;
}

Result<LakeResource> read_columns(const json::object& given) {
  LakeResource out = of_table(Kind::columns, given, "Name");
  // Refused as an input, though listings write it so: seen.
  if (out.table == "all_tables") return invalid_input("TableWithColumns needs the name of one table.");
  const json::array* names = array_at(given, "ColumnNames");
  const json::object* wildcard = object_at(given, "ColumnWildcard");
  if ((names != nullptr && !names->empty()) == (wildcard != nullptr))
    return invalid_input("Either column names or a column wildcard must be present.");
  if (wildcard != nullptr) {
    out.kind = Kind::columns_but;
    names = array_at(*wildcard, "ExcludedColumnNames");
  }
  out.names = sorted_names(names, [](std::string_view name) { return fold(name); });
  return out;
}

LakeResource read_policy(const Call& call, const json::object& given) {
  LakeResource out{.kind = Kind::tag_policy, .of_tables = text_or(given, "ResourceType") == "TABLE"};
  if (const json::array* expression = array_at(given, "Expression"); expression && !expression->empty()) {
    out.expression = read_expression(call, *expression);
  } else {
    out.kind = Kind::named_policy;
    out.name = text_or(given, "ExpressionName");
  }
  return out;
}

Result<LakeResource> read_member(const Call& call, std::string_view member, const json::object& given) {
  if (member == "Database")
    return LakeResource{.kind = Kind::database, .database = fold(text_or(given, "Name"))};
  if (member == "Table") return read_table(given);
  if (member == "TableWithColumns") return read_columns(given);
  if (member == "DataLocation")
    return LakeResource{.kind = Kind::location, .name = std::string(text_or(given, "ResourceArn"))};
  if (member == "DataCellsFilter") {
    LakeResource out = of_table(Kind::cells_filter, given, "TableName");
    out.name = text_or(given, "Name");
    return out;
  }
  if (member == "LFTag") {
    LakeResource out{.kind = Kind::tag, .name = tag_text(call, text_or(given, "TagKey"))};
    out.names = sorted_names(array_at(given, "TagValues"),
                             [&](std::string_view value) { return tag_text(call, value); });
    return out;
  }
  if (member == "LFTagPolicy") return read_policy(call, given);
  if (member == "LFTagExpression")
    return LakeResource{.kind = Kind::tag_expression, .name = std::string(text_or(given, "Name"))};
  return LakeResource{};
}

tl::unexpected<Error> missing(const Call& call, std::string message) {
  const bool told = Rights::of_caller(call).sees_all() && !call.knobs.missing_resource_denied;
  return told ? not_found(std::move(message)) : denied_resource();
}

Result<void> check_columns(const Table& table, const LakeResource& resource) {
  const auto columns = columns_of(table);
  for (const auto& name : resource.names) {
    if (std::ranges::find(columns, name) != columns.end()) continue;
    return invalid_input(fmt::format(
        "Column {} does not exist: cannot grant/revoke permission on non-existent column.", name));
  }
  return {};
}

Result<void> check_in_catalog(const Call& call, const LakeResource& resource) {
  const Database* database = call.region.catalog.databases.find(resource.database);
  // The one general text for whatever is missing: derived, AWS says only that it is general now.
  if (database == nullptr) return missing(call, "Entity Not Found");
  if (resource.kind == Kind::database || resource.table.empty()) return {};
  const Table* table = lake_table(call, resource.database, resource.table, {});
  if (table == nullptr) return missing(call, "Entity Not Found");
  if (resource.kind == Kind::cells_filter && call.region.lake.filters.find(resource.key()) == nullptr)
    return invalid_input("Cell Filter not found");
  return check_columns(*table, resource);
}

}  // namespace

tl::unexpected<Error> denied_resource() {
  return fault("AccessDeniedException",
               "Resource does not exist or requester is not authorized to access requested permissions.");
}

const Table* lake_table(const Call& call, const std::string& database, const std::string& table, View view) {
  const Database* found = call.region.catalog.databases.find(database, view);
  return found == nullptr ? nullptr : found->tables->find(table, view);
}

Result<LakeResource> read_resource(const Call& call, const json::object& given) {
  std::string_view member;
  const json::object* value = nullptr;
  int members = 0;
  for (const auto& candidate : given) {
    if (!candidate.value().is_object()) continue;
    ++members;
    member = candidate.key();
    value = &candidate.value().get_object();
  }
  if (members != 1) {
    return invalid_input(
        "Resource must have one of the have either the catalog, table or database field populated.");
  }
  for (const char* id : {"CatalogId", "TableCatalogId", "Id"}) {
    const std::string_view catalog = text_or(*value, id);
    if (!catalog.empty() && catalog != call.region.account) return denied_resource();
  }
  return read_member(call, member, *value);
}

Result<void> check_resource(const Call& call, const LakeResource& resource) {
  const Lake& lake = call.region.lake;
  switch (resource.kind) {
    case Kind::catalog:
    case Kind::location:
      return {};
    case Kind::tag:
      if (!tag_exists(call, resource.name, resource.names))
        return missing(call, "Tag or tag value does not exist.");
      return {};
    case Kind::tag_policy:
      if (!expression_exists(call, resource.expression))
        return missing(call, "Tag or tag value does not exist.");
      return {};
    case Kind::named_policy:
    case Kind::tag_expression:
      if (lake.expressions.find(resource.name) == nullptr)
        return missing(call, "LF-Tag expression does not exist.");
      return {};
    default:
      return check_in_catalog(call, resource);
  }
}

bool lies_below(std::string_view arn, std::string_view above) {
  while (above.ends_with('/')) above.remove_suffix(1);
  return arn.starts_with(above) && (arn.size() == above.size() || arn[above.size()] == '/');
}

}  // namespace lakemirror::local
