#include "permissions/resource_json.h"

#include <algorithm>

#include "permissions/text_array.h"

namespace lakemirror::permissions {

namespace {

/// How listings name all tables of a database. Names of tables are in lower case there, so that none is like
/// it.
constexpr std::string_view all_tables_name = "ALL_TABLES";

/// Reads one member of Resource each; `catalog` is what a resource without CatalogId is in.
class Reading {
 public:
  Reading(const StructureReader& resource, std::string_view own_account, std::string_view default_catalog)
      : resource_(resource), own_account_(own_account), default_catalog_(default_catalog) {}

  Result<Resource> read(std::string_view member) const {
    if (member == "Catalog") return catalog();
    if (member == "Database") return database();
    if (member == "Table") return table();
    if (member == "TableWithColumns") return table_with_columns();
    if (member == "DataLocation") return data_location();
    if (member == "DataCellsFilter") return cells_filter();
    if (member == "LFTag") return tag();
    if (member == "LFTagPolicy") return tag_policy();
    return tag_expression();
  }

 private:
  Result<Resource> in_catalog(const Resource& resource, const StructureReader& from,
                              std::string_view member) const {
    LM_TRY(std::string id, from.text(member));
    if (id.empty()) id = default_catalog_;
    return id == own_account_ ? resource : resource.in_catalog(id);
  }

  Result<Resource> catalog() const {
    static constexpr std::string_view known[] = {"Id"};
    LM_TRY(const StructureReader from, resource_.structure("Catalog", known));
    return in_catalog(Resource(), from, "Id");
  }

  Result<Resource> database() const {
    static constexpr std::string_view known[] = {"CatalogId", "Name"};
    LM_TRY(const StructureReader from, resource_.structure("Database", known));
    LM_TRY(const std::string name, from.required_text("Name"));
    return in_catalog(Resource::database(name), from, "CatalogId");
  }

  Result<Resource> table() const {
    static constexpr std::string_view known[] = {"CatalogId", "DatabaseName", "Name", "TableWildcard"};
    LM_TRY(const StructureReader from, resource_.structure("Table", known));
    LM_TRY(const std::string database, from.required_text("DatabaseName"));
    LM_TRY(const std::string name, from.text("Name"));
    const bool every = from.has("TableWildcard") || name == all_tables_name;
    if (every && !name.empty() && name != all_tables_name)
      return from.wrong("TableWildcard", "stands beside the name of a table");
    if (!every && name.empty()) return from.wrong("Name", "is missing");
    return in_catalog(every ? Resource::all_tables(database) : Resource::table(database, name), from,
                      "CatalogId");
  }

  Result<Resource> table_with_columns() const {
    static constexpr std::string_view known[] = {"CatalogId", "DatabaseName", "Name", "ColumnNames",
                                                 "ColumnWildcard"};
    LM_TRY(const StructureReader from, resource_.structure("TableWithColumns", known));
    LM_TRY(const std::string database, from.required_text("DatabaseName"));
    LM_TRY(const std::string name, from.required_text("Name"));
    LM_TRY(const std::vector<std::string> names, from.texts("ColumnNames"));
    LM_TRY(const std::vector<std::string> excluded, excluded_columns(from));
    const bool wildcard = from.has("ColumnWildcard");
    if (wildcard == !names.empty())
      return from.wrong("ColumnNames", wildcard ? "stands beside ColumnWildcard" : "is missing");
    if (name == all_tables_name && (!names.empty() || !excluded.empty()))
      return from.wrong("Name", "means all tables, which have no columns of their own");
    // Lake Formation lists SELECT on a table, or on all tables, as columns with a wildcard.
    const Resource read = name == all_tables_name ? Resource::all_tables(database)
                          : wildcard              ? Resource::columns_except(database, name, excluded)
                                                  : Resource::columns(database, name, names);
    return in_catalog(read, from, "CatalogId");
  }

  Result<std::vector<std::string>> excluded_columns(const StructureReader& table) const {
    static constexpr std::string_view known[] = {"ExcludedColumnNames"};
    if (!table.has("ColumnWildcard")) return std::vector<std::string>();
    LM_TRY(const StructureReader from, table.structure("ColumnWildcard", known));
    return from.texts("ExcludedColumnNames");
  }

  Result<Resource> data_location() const {
    static constexpr std::string_view known[] = {"CatalogId", "ResourceArn"};
    LM_TRY(const StructureReader from, resource_.structure("DataLocation", known));
    LM_TRY(const std::string arn, from.required_text("ResourceArn"));
    return in_catalog(Resource::data_location(arn), from, "CatalogId");
  }

  Result<Resource> cells_filter() const {
    static constexpr std::string_view known[] = {"TableCatalogId", "DatabaseName", "TableName", "Name"};
    LM_TRY(const StructureReader from, resource_.structure("DataCellsFilter", known));
    LM_TRY(const std::string database, from.required_text("DatabaseName"));
    LM_TRY(const std::string table, from.required_text("TableName"));
    LM_TRY(const std::string name, from.required_text("Name"));
    return in_catalog(Resource::cells_filter(database, table, name), from, "TableCatalogId");
  }

  Result<Resource> tag() const {
    static constexpr std::string_view known[] = {"CatalogId", "TagKey", "TagValues"};
    LM_TRY(const StructureReader from, resource_.structure("LFTag", known));
    LM_TRY(const std::string key, from.required_text("TagKey"));
    LM_TRY(const std::vector<std::string> values, from.texts("TagValues"));
    if (values.empty()) return from.wrong("TagValues", "is missing");
    return in_catalog(Resource::tag(key, values), from, "CatalogId");
  }

  Result<Resource> tag_policy() const {
    static constexpr std::string_view known[] = {"CatalogId", "ResourceType", "Expression", "ExpressionName"};
    LM_TRY(const StructureReader from, resource_.structure("LFTagPolicy", known));
    LM_TRY(const std::string type, from.required_text("ResourceType"));
    if (type != "DATABASE" && type != "TABLE")
      return from.wrong("ResourceType", "is neither DATABASE nor TABLE");
    const bool databases = type == "DATABASE";
    LM_TRY(const std::string name, from.text("ExpressionName"));
    LM_TRY(TagExpression expression, tag_expression_body(from));
    if (name.empty() == expression.pairs().empty()) {
      return from.wrong("Expression", name.empty() ? "is missing" : "stands beside ExpressionName");
    }
    if (name.empty()) {
      return in_catalog(databases ? Resource::databases_by_tags(std::move(expression))
                                  : Resource::tables_by_tags(std::move(expression)),
                        from, "CatalogId");
    }
    return in_catalog(
        databases ? Resource::databases_by_expression(name) : Resource::tables_by_expression(name), from,
        "CatalogId");
  }

  Result<TagExpression> tag_expression_body(const StructureReader& policy) const {
    static constexpr std::string_view known[] = {"TagKey", "TagValues"};
    const json::value* value = policy.find("Expression");
    if (value == nullptr) return TagExpression();
    const json::array* array = value->if_array();
    if (array == nullptr) return policy.wrong("Expression", "is no list");
    std::vector<TagPair> pairs;
    for (const json::value& element : *array) {
      LM_TRY(const StructureReader from, StructureReader::open(element, policy.path_of("Expression"), known));
      LM_TRY(const std::string key, from.required_text("TagKey"));
      LM_TRY(const std::vector<std::string> values, from.texts("TagValues"));
      pairs.push_back({key, values});
    }
    return TagExpression(std::move(pairs));
  }

  Result<Resource> tag_expression() const {
    static constexpr std::string_view known[] = {"CatalogId", "Name"};
    LM_TRY(const StructureReader from, resource_.structure("LFTagExpression", known));
    LM_TRY(const std::string name, from.required_text("Name"));
    return in_catalog(Resource::tag_expression(name), from, "CatalogId");
  }

  const StructureReader& resource_;
  std::string_view own_account_;
  std::string_view default_catalog_;
};

/// A structure that begins with the catalog, where that is not the account's own.
json::object body_in(const Resource& resource) {
  json::object body;
  if (!resource.catalog_id().empty()) body["CatalogId"] = resource.catalog_id();
  return body;
}

json::object table_body(const Resource& resource) {
  json::object body = body_in(resource);
  body["DatabaseName"] = resource.database_name();
  if (resource.kind() == ResourceKind::all_tables) {
    body["TableWildcard"] = json::object();
  } else {
    body["Name"] = resource.table_name();
  }
  return body;
}

json::object columns_body(const Resource& resource) {
  json::object body = table_body(resource);
  if (resource.kind() == ResourceKind::columns) {
    body["ColumnNames"] = to_array(resource.names());
  } else {
    body["ColumnWildcard"] = {{"ExcludedColumnNames", to_array(resource.names())}};
  }
  return body;
}

/// Filters are addressed by all four members, the catalog included, where others leave the own one out.
json::object cells_filter_body(const Resource& resource, std::string_view own_account) {
  json::object body;
  const std::string_view catalog =
      resource.catalog_id().empty() ? own_account : std::string_view(resource.catalog_id());
  if (!catalog.empty()) body["TableCatalogId"] = catalog;
  body["DatabaseName"] = resource.database_name();
  body["TableName"] = resource.table_name();
  body["Name"] = resource.name();
  return body;
}

json::object tag_policy_body(const Resource& resource) {
  json::object body = body_in(resource);
  body["ResourceType"] = resource.kind() == ResourceKind::databases_by_tags ? "DATABASE" : "TABLE";
  if (!resource.name().empty()) {
    body["ExpressionName"] = resource.name();
    return body;
  }
  json::array& pairs = body["Expression"].emplace_array();
  for (const TagPair& pair : resource.expression().pairs())
    pairs.push_back({{"TagKey", pair.key}, {"TagValues", to_array(pair.values)}});
  return body;
}

json::object with(json::object body, std::string_view member, json::value value) {
  body[member] = std::move(value);
  return body;
}

}  // namespace

Result<Resource> read_resource(const json::value& value, std::string path, std::string_view own_account,
                               std::string_view default_catalog) {
  static constexpr std::string_view known[] = {"Catalog",      "Database",        "Table",
                                               "DataLocation", "DataCellsFilter", "TableWithColumns",
                                               "LFTag",        "LFTagPolicy",     "LFTagExpression"};
  LM_TRY(const StructureReader reader, StructureReader::open(value, std::move(path), known));
  const auto members = reader.members();
  if (members.size() != 1)
    return reader.wrong({}, "names " + std::to_string(members.size()) + " resources, not one");
  return Reading(reader, own_account, default_catalog).read(members.front());
}

json::object to_json(const Resource& resource, std::string_view own_account) {
  switch (resource.kind()) {
    case ResourceKind::catalog:
      if (resource.catalog_id().empty()) return {{"Catalog", json::object()}};
      return {{"Catalog", {{"Id", resource.catalog_id()}}}};
    case ResourceKind::database:
      return {{"Database", with(body_in(resource), "Name", json::value_from(resource.database_name()))}};
    case ResourceKind::table:
    case ResourceKind::all_tables:
      return {{"Table", table_body(resource)}};
    case ResourceKind::columns:
    case ResourceKind::columns_except:
      return {{"TableWithColumns", columns_body(resource)}};
    case ResourceKind::cells_filter:
      return {{"DataCellsFilter", cells_filter_body(resource, own_account)}};
    case ResourceKind::data_location:
      return {{"DataLocation", with(body_in(resource), "ResourceArn", json::value_from(resource.name()))}};
    case ResourceKind::tag:
      return {{"LFTag", with(with(body_in(resource), "TagKey", json::value_from(resource.name())),
                             "TagValues", to_array(resource.names()))}};
    case ResourceKind::tag_expression:
      return {{"LFTagExpression", with(body_in(resource), "Name", json::value_from(resource.name()))}};
    case ResourceKind::databases_by_tags:
    case ResourceKind::tables_by_tags:
      return {{"LFTagPolicy", tag_policy_body(resource)}};
  }
  return {};
}

}  // namespace lakemirror::permissions
