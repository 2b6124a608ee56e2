#include "sweep/subject.h"

#include "base/text.h"

namespace lakemirror::sweep {

namespace {

const json::object& object_or_empty(const json::object& object, std::string_view name) {
  static const json::object empty;
  const auto* found = object_at(object, name);
  return found == nullptr ? empty : *found;
}

std::string of_database(std::string_view name) { return "database/" + percent_encode(name); }

std::string of_table(std::string_view database, std::string_view table) {
  if (table.empty()) return of_database(database);
  return of_database(database) + "/table/" + percent_encode(table);
}

/// A Resource of Lake Formation's.
std::string of_resource(const json::object& resource) {
  if (const auto* database = object_at(resource, "Database")) return of_database(text_or(*database, "Name"));
  for (const auto* member : {"Table", "TableWithColumns"}) {
    if (const auto* table = object_at(resource, member))
      return of_table(text_or(*table, "DatabaseName"), text_or(*table, "Name"));
  }
  if (const auto* filter = object_at(resource, "DataCellsFilter"))
    return of_table(text_or(*filter, "DatabaseName"), text_or(*filter, "TableName"));
  if (const auto* tag = object_at(resource, "LFTag")) return "tag/" + percent_encode(text_or(*tag, "TagKey"));
  if (const auto* location = object_at(resource, "DataLocation"))
    return "location/" + percent_encode(text_or(*location, "ResourceArn"));
  if (resource.contains("LFTagPolicy")) return "policy/any";
  return resource.contains("Catalog") ? "catalog" : "everything";
}

/// A call of the Data Catalog's, by the members that name what it is about.
std::string in_catalog(std::string_view operation, const json::object& input) {
  const auto database = text_or(input, "DatabaseName");
  if (!database.empty()) {
    const auto table = text_or(object_or_empty(input, "TableInput"), "Name");
    if (!table.empty()) return of_table(database, table);
    const auto named = text_or(input, "TableName");
    return of_table(database, named.empty() ? text_or(input, "Name") : named);
  }
  if (operation == "CreateDatabase")
    return of_database(text_or(object_or_empty(input, "DatabaseInput"), "Name"));
  const bool is_database = operation == "UpdateDatabase" || operation == "DeleteDatabase";
  return is_database ? of_database(text_or(input, "Name")) : "everything";
}

std::string subject_of(std::string_view operation, const json::object& input) {
  if (operation == "PutDataLakeSettings") return "settings";
  if (const auto* resource = object_at(input, "Resource")) return of_resource(*resource);
  if (const auto tag = text_or(input, "TagKey"); !tag.empty()) return "tag/" + percent_encode(tag);
  if (operation.ends_with("LFTagExpression")) return "expression/" + percent_encode(text_or(input, "Name"));
  if (const auto location = text_or(input, "ResourceArn"); !location.empty())
    return "location/" + percent_encode(location);
  if (const auto* data = object_at(input, "TableData"))
    return of_table(text_or(*data, "DatabaseName"), text_or(*data, "TableName"));
  return in_catalog(operation, input);
}

}  // namespace

workload::Step changed_by(std::string_view operation, const json::object& input) {
  return {
      .event_name = std::string(operation),
      .subject = subject_of(operation, input),
      .principal = std::string(text_or(object_or_empty(input, "Principal"), "DataLakePrincipalIdentifier"))};
}

}  // namespace lakemirror::sweep
