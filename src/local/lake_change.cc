#include "local/lake_change.h"

#include "local/lake_request.h"

namespace lakemirror::local {

using Kind = LakeResource::Kind;

LakeResource all_columns(const LakeResource& table) {
  return {.kind = Kind::columns_but, .database = table.database, .table = table.table};
}

bool is_some_columns(const LakeResource& resource) {
  return resource.kind == Kind::columns || (resource.kind == Kind::columns_but && !resource.names.empty());
}

std::vector<PermissionChange> split_rows(const PermissionChange& change) {
  const bool table = change.resource.kind == Kind::table;
  if (!table && !change.resource.is_all_columns()) return {change};
  constexpr PermissionSet select = {Permission::select};
  PermissionChange rest = change;
  rest.resource.kind = Kind::table;
  rest.permissions = change.permissions.without(select);
  rest.grantable = change.grantable.without(select);
  PermissionChange columns = change;
  columns.resource = all_columns(change.resource);
  columns.permissions = change.permissions.common(select);
  columns.grantable = change.grantable.common(select);
  std::vector<PermissionChange> out;
  if (!rest.permissions.empty() || !rest.grantable.empty()) out.push_back(std::move(rest));
  if (!columns.permissions.empty() || !columns.grantable.empty()) out.push_back(std::move(columns));
  return out;
}

const Grant* find_row(const Call& call, const PermissionChange& row) {
  return call.region.lake.grants.find(Grant::key_of(row.resource, row.condition, row.principal));
}

const Grant* find_row(const Call& call, const LakeResource& resource, const PermissionChange& like) {
  return call.region.lake.grants.find(Grant::key_of(resource, like.condition, like.principal));
}

Result<PermissionChange> read_change(const Call& call, const json::object& given) {
  const json::object* principal = object_at(given, "Principal");
  const json::object* resource = object_at(given, "Resource");
  PermissionChange out{.principal = principal == nullptr
                                        ? ""
                                        : std::string(text_or(*principal, "DataLakePrincipalIdentifier")),
                       .permissions = PermissionSet::parse(array_at(given, "Permissions")),
                       .grantable = PermissionSet::parse(array_at(given, "PermissionsWithGrantOption"))};
  if (const json::object* condition = object_at(given, "Condition"))
    out.condition = text_or(*condition, "Expression");
  LM_TRY(out.resource, read_resource(call, resource == nullptr ? json::object() : *resource));
  return out;
}

}  // namespace lakemirror::local
