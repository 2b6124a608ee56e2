#include "mapping/mapping.h"

#include "mapping/governance_rewriter.h"
#include "mapping/principal.h"
#include "mapping/rewriter.h"

namespace lakemirror::mapping {

json::object Mapping::database(json::object input, std::vector<std::string>* unmapped) const {
  Rewriter rewriter(settings_, unmapped);
  rewriter.location(input.if_contains("LocationUri"));
  rewriter.parameters(input.if_contains("Parameters"));
  rewriter.default_permissions(input.if_contains("CreateTableDefaultPermissions"));
  rewriter.link_target(input.if_contains("TargetDatabase"));
  return input;
}

json::object Mapping::table(json::object input, std::vector<std::string>* unmapped) const {
  Rewriter rewriter(settings_, unmapped);
  rewriter.storage_descriptor(input.if_contains("StorageDescriptor"));
  rewriter.parameters(input.if_contains("Parameters"));
  rewriter.link_target(input.if_contains("TargetTable"));
  rewriter.view_definition(input.if_contains("ViewDefinition"));
  return input;
}

json::object Mapping::partition(json::object input, std::vector<std::string>* unmapped) const {
  Rewriter rewriter(settings_, unmapped);
  rewriter.storage_descriptor(input.if_contains("StorageDescriptor"));
  rewriter.parameters(input.if_contains("Parameters"));
  return input;
}

std::string Mapping::principal(std::string_view name) const { return map_principal(settings_, name); }

std::string Mapping::location_arn(std::string_view arn, std::vector<std::string>* unmapped) const {
  json::value value(arn);
  Rewriter(settings_, unmapped).location(&value);
  return std::string(value.get_string());
}

json::object Mapping::settings(json::object body) const {
  const GovernanceRewriter rewriter(settings_);
  for (const char* member : {"DataLakeAdmins", "ReadOnlyAdmins", "ExternalDataFilteringAllowList"})
    rewriter.principals(body.if_contains(member));
  for (const char* member : {"CreateDatabaseDefaultPermissions", "CreateTableDefaultPermissions"})
    rewriter.default_permissions(body.if_contains(member));
  rewriter.accounts(body.if_contains("TrustedResourceOwners"));
  return body;
}

json::object Mapping::location(json::object body, std::vector<std::string>* unmapped) const {
  const GovernanceRewriter rewriter(settings_);
  Rewriter(settings_, unmapped).location(body.if_contains("ResourceArn"));
  rewriter.principal(body.if_contains("RoleArn"));
  rewriter.catalog_id(body.if_contains("ExpectedResourceOwnerAccount"));
  return body;
}

json::object Mapping::grant(json::object row, std::vector<std::string>* unmapped) const {
  const GovernanceRewriter rewriter(settings_);
  row = with_catalogs(std::move(row));
  rewriter.principal(row.if_contains("Principal"));
  json::value* named = row.if_contains("Resource");
  json::object* resource = named == nullptr ? nullptr : named->if_object();
  if (resource == nullptr) return row;
  const auto part = [&](std::string_view member) {
    json::value* value = resource->if_contains(member);
    return value == nullptr ? nullptr : value->if_object();
  };
  if (json::object* catalog = part("Catalog")) rewriter.catalog_id(catalog->if_contains("Id"));
  if (json::object* location = part("DataLocation"))
    Rewriter(settings_, unmapped).location(location->if_contains("ResourceArn"));
  return row;
}

json::object Mapping::with_catalogs(json::object body) const {
  json::value value(std::move(body));
  GovernanceRewriter(settings_).catalog_ids(value);
  return std::move(value.get_object());
}

}  // namespace lakemirror::mapping
