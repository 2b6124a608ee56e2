#include "local/lake_grant_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "local/lake_principals.h"
#include "local/lake_request.h"
#include "local/lake_rights.h"

namespace lakemirror::local {

namespace {

using Kind = LakeResource::Kind;

/// What can be granted on such a thing (documented, permissions reference).
PermissionSet grantable_on(const Call& call, const LakeResource& resource) {
  switch (resource.kind) {
    case Kind::catalog:
      return {Permission::create_catalog, Permission::create_database, Permission::create_lf_tag,
              Permission::create_lf_tag_expression};
    case Kind::database: {
      const Database* database = call.region.catalog.databases.find(resource.database);
      if (database != nullptr && database->link) return {Permission::describe, Permission::drop};
      return database_permissions;
    }
    case Kind::table: {
      const Table* table = lake_table(call, resource.database, resource.table, {});
      if (table != nullptr && table->link) return {Permission::describe, Permission::drop};
      return table_permissions;
    }
    case Kind::columns_but:
      return resource.names.empty() ? table_permissions : PermissionSet{Permission::select};
    case Kind::columns:
      return {Permission::select};
    case Kind::cells_filter:
      return {Permission::describe, Permission::drop, Permission::select};
    case Kind::location:
      return {Permission::data_location_access};
    case Kind::tag:
      return {Permission::alter, Permission::associate, Permission::describe, Permission::drop,
              Permission::grant_with_lf_tag_expression};
    case Kind::tag_expression:
      return {Permission::alter, Permission::describe, Permission::drop,
              Permission::grant_with_lf_tag_expression};
    case Kind::tag_policy:
    case Kind::named_policy:
      return resource.of_tables ? table_permissions : database_permissions;
  }
  return {};
}

Held held_on(const Call& call, const Rights& rights, const LakeResource& resource) {
  if (resource.kind == Kind::database) {
    const Database* database = call.region.catalog.databases.find(resource.database);
    return database != nullptr ? rights.on_database(resource.database, *database) : Held();
  }
  if (!resource.database.empty() && !resource.table.empty()) {
    const Table* table = lake_table(call, resource.database, resource.table, {});
    return table != nullptr ? rights.on_table(resource.database, resource.table, *table) : Held();
  }
  return rights.on(resource);
}

/// Rights somebody has by being an admin or the creator cannot be narrowed to some columns (seen).
bool has_implicit_rights(const Call& call, const PermissionChange& change) {
  if (change.principal == iam_allowed_principals) return false;
  if (Rights(call, change.principal).admin()) return true;
  const Table* table = lake_table(call, change.resource.database, change.resource.table, {});
  return table != nullptr && table->created_by && covers(change.principal, principal_of(*table->created_by));
}

bool selects_some_columns(const Call& call, const PermissionChange& change) {
  bool found = false;
  each_column_row(call, change, [&](const Grant&) { return !(found = true); });
  return found;
}

/// Table-wide SELECT and SELECT on some columns shut each other out, in either order (seen in the code of a
/// tool that runs against AWS; the knob has the other reading).
Result<void> check_select(const Call& call, const PermissionChange& change) {
  const LakeResource& resource = change.resource;
  const bool some =
      resource.kind == Kind::columns || (resource.kind == Kind::columns_but && !resource.names.empty());
  if (some && has_implicit_rights(call, change)) return modification_invalid();
  if (!call.knobs.column_select_excludes_table_select || resource.table.empty()) return {};
  if (some) return selects_whole_table(call, change) ? modification_invalid() : Result<void>();
  const bool whole = resource.kind == Kind::table || resource.kind == Kind::columns_but;
  const bool selects = change.permissions.has(Permission::select) || change.permissions.has(Permission::all);
  if (whole && selects && selects_some_columns(call, change)) return modification_invalid();
  return {};
}

/// DATA_LOCATION_ACCESS wants the path, or one above it, registered.
Result<void> check_registered(const Call& call, const LakeResource& resource) {
  bool found = false;
  call.region.lake.locations.scan("", {}, [&](const std::string& arn, const RegisteredLocation&) {
    found = lies_below(resource.name, arn);
    return !found;
  });
  if (found) return {};
  return invalid_input("Data location is not registered with Lake Formation. Please register the S3 path.");
}

/// Another account gets nothing on what IAM rules, before version 4 of the cross-account settings.
Result<void> check_other_account(const Call& call, const PermissionChange& change) {
  const std::string account = account_of(change.principal);
  if (account.empty() || account == call.region.account || change.resource.table.empty()) return {};
  const json::object& settings = call.region.lake.current_settings().document;
  const json::object* parameters = object_at(settings, "Parameters");
  const std::string_view version =
      parameters == nullptr ? std::string_view() : text_or(*parameters, "CROSS_ACCOUNT_VERSION");
  if (version >= "4") return {};
  LakeResource table = change.resource;
  table.kind = Kind::table;
  table.names.clear();
  if (call.region.lake.grants.find(Grant::key_of(table, "", iam_allowed_principals)) == nullptr) return {};
  return invalid_input(
      fmt::format("Cannot grant permissions to an external account. Please revoke permission(s) for "
                  "IAM_ALLOWED_PRINCIPALS on the table {}.",
                  change.resource.table));
}

}  // namespace

tl::unexpected<Error> modification_invalid() { return invalid_input("Permissions modification is invalid."); }

Result<void> check_grantor(const Call& call, const PermissionChange& change) {
  const Rights rights = Rights::of_caller(call);
  if (rights.unrestricted() || rights.admin()) return {};
  const Held held = held_on(call, rights, change.resource);
  if (held.may_grant(change.permissions.with(change.grantable))) return {};
  const bool listed =
      change.resource.kind == Kind::columns &&
      std::ranges::all_of(change.resource.names, [&](const std::string& column) {
        return std::ranges::find(held.grantable_columns, column) != held.grantable_columns.end();
      });
  if (listed) return {};
  return denied_resource();
}

bool selects_whole_table(const Call& call, const PermissionChange& change) {
  if (find_row(call, all_columns(change.resource), change) != nullptr) return true;
  LakeResource table = change.resource;
  table.kind = Kind::table;
  table.names.clear();
  const Grant* row = find_row(call, table, change);
  return row != nullptr && row->permissions.has(Permission::all);
}

Result<void> check_grant(const Call& call, const PermissionChange& change) {
  if (!principal_exists(call, change.principal)) return invalid_input("Invalid principal");
  LM_CHECK(check_resource(call, change.resource));
  LM_CHECK(check_grantor(call, change));
  const bool known = grantable_on(call, change.resource).has(change.permissions.with(change.grantable));
  if (!known || change.permissions.empty()) return modification_invalid();
  if (!change.permissions.has(change.grantable)) return modification_invalid();
  // With exclusions SELECT cannot be handed on (documented).
  if (change.resource.kind == Kind::columns_but && !change.resource.names.empty() &&
      !change.grantable.empty()) {
    return modification_invalid();
  }
  if (change.resource.kind == Kind::location) LM_CHECK(check_registered(call, change.resource));
  LM_CHECK(check_select(call, change));
  return check_other_account(call, change);
}

}  // namespace lakemirror::local
