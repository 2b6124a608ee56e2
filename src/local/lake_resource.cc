#include "local/lake_resource.h"

#include <algorithm>

namespace lakemirror::local {

namespace {

using Kind = LakeResource::Kind;

// Neither can stand in a name: Glue's and Lake Formation's patterns leave control characters out.
constexpr char unit = '\x1f';

void append(std::string& out, const std::vector<std::string>& parts) {
  for (const auto& part : parts) (out += part) += unit;
}

json::array strings(const std::vector<std::string>& from) { return json::array(from.begin(), from.end()); }

json::object columns_json(const LakeResource& of) {
  if (of.kind == Kind::columns) return {{"ColumnNames", strings(of.names)}};
  // Without exclusions the member is an empty structure: seen.
  json::object wildcard;
  if (!of.names.empty()) wildcard["ExcludedColumnNames"] = strings(of.names);
  return {{"ColumnWildcard", std::move(wildcard)}};
}

/// A wildcard comes back with the name "ALL_TABLES", in Table and in TableWithColumns: seen.
json::object named_table(const LakeResource& of) {
  return {{"DatabaseName", of.database}, {"Name", of.table.empty() ? "ALL_TABLES" : of.table}};
}

json::object policy_json(const LakeResource& of) {
  json::object out{{"ResourceType", of.of_tables ? "TABLE" : "DATABASE"}};
  if (of.kind == Kind::named_policy) {
    out["ExpressionName"] = of.name;
  } else {
    out["Expression"] = to_json(of.expression);
  }
  return out;
}

std::pair<std::string_view, json::object> described(const LakeResource& of) {
  switch (of.kind) {
    case Kind::catalog:
      return {"Catalog", {}};
    case Kind::database:
      return {"Database", {{"Name", of.database}}};
    case Kind::table: {
      json::object table = named_table(of);
      if (of.table.empty()) table["TableWildcard"] = json::object();
      return {"Table", std::move(table)};
    }
    case Kind::columns_but:
    case Kind::columns: {
      json::object table = named_table(of);
      for (auto& member : columns_json(of)) table[member.key()] = member.value();
      return {"TableWithColumns", std::move(table)};
    }
    case Kind::cells_filter:
      return {"DataCellsFilter", {{"DatabaseName", of.database}, {"TableName", of.table}, {"Name", of.name}}};
    case Kind::location:
      return {"DataLocation", {{"ResourceArn", of.name}}};
    case Kind::tag:
      return {"LFTag", {{"TagKey", of.name}, {"TagValues", strings(of.names)}}};
    case Kind::tag_policy:
    case Kind::named_policy:
      return {"LFTagPolicy", policy_json(of)};
    case Kind::tag_expression:
      return {"LFTagExpression", {{"Name", of.name}}};
  }
  return {};
}

}  // namespace

void sort_once(std::vector<std::string>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

std::string LakeResource::prefix(std::string_view database) {
  return std::string("d") + unit + std::string(database) + unit;
}

std::string LakeResource::prefix(std::string_view database, std::string_view table) {
  return prefix(database) + 't' + unit + std::string(table) + unit;
}

std::string LakeResource::key() const {
  std::string out;
  switch (kind) {
    case Kind::catalog:
      return "c";
    case Kind::database:
      return prefix(database);
    case Kind::table:
      return prefix(database, table) + "1";
    case Kind::columns_but:
      out = prefix(database, table) + "2";
      append(out, names);
      return out;
    case Kind::columns:
      out = prefix(database, table) + "3";
      append(out, names);
      return out;
    case Kind::cells_filter:
      return prefix(database, table) + "4" + name;
    case Kind::location:
      return "l" + name;
    case Kind::tag:
      out = "g" + name + unit;
      append(out, names);
      return out;
    case Kind::tag_policy:
      out = of_tables ? "pT" : "pD";
      for (const auto& pair : expression) {
        out += pair.key + unit;
        append(out, pair.values);
        out += unit;
      }
      return out;
    case Kind::named_policy:
      return (of_tables ? "qT" : "qD") + name;
    case Kind::tag_expression:
      return "x" + name;
  }
  return out;
}

json::object LakeResource::to_json(std::string_view account) const {
  auto [member, value] = described(*this);
  if (!account.empty()) {
    const std::string_view id = kind == Kind::catalog        ? "Id"
                                : kind == Kind::cells_filter ? "TableCatalogId"
                                                             : "CatalogId";
    value[id] = account;
  }
  json::object out;
  out[member] = std::move(value);
  return out;
}

json::array to_json(const std::vector<TagPair>& expression) {
  json::array out;
  for (const auto& pair : expression)
    out.push_back({{"TagKey", pair.key}, {"TagValues", strings(pair.values)}});
  return out;
}

}  // namespace lakemirror::local
