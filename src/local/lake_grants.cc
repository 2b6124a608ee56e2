#include "local/lake_grants.h"

#include <fmt/format.h>

#include <algorithm>

#include "local/lake_principals.h"
#include "local/lake_request.h"
#include "local/lake_rights.h"

namespace lakemirror::local {

namespace {

using Kind = LakeResource::Kind;

tl::unexpected<Error> modification_invalid() { return invalid_input("Permissions modification is invalid."); }

LakeResource all_columns(const LakeResource& table) {
  return {.kind = Kind::columns_but, .database = table.database, .table = table.table};
}

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

/// The rows a change is about: SELECT of a table is kept on all its columns (seen).
std::vector<PermissionChange> rows_of(const PermissionChange& change) {
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

/// Who is no admin hands on only what came with the grant option; of columns, those it came for.
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

/// Rights somebody has by being an admin or the creator cannot be narrowed to some columns (seen).
bool has_implicit_rights(const Call& call, const PermissionChange& change) {
  if (change.principal == iam_allowed_principals) return false;
  if (Rights(call, change.principal).admin()) return true;
  const Table* table = lake_table(call, change.resource.database, change.resource.table, {});
  return table != nullptr && table->created_by && covers(change.principal, principal_of(*table->created_by));
}

/// SELECT on the whole table, by name or as a part of ALL.
bool selects_whole_table(const Call& call, const PermissionChange& change) {
  if (find_row(call, all_columns(change.resource), change) != nullptr) return true;
  LakeResource table = change.resource;
  table.kind = Kind::table;
  table.names.clear();
  const Grant* row = find_row(call, table, change);
  return row != nullptr && row->permissions.has(Permission::all);
}

/// Calls visit(grant) for the rows on some columns of a table that one principal has.
template <class Visit>
void each_column_row(const Call& call, const PermissionChange& change, Visit&& visit) {
  const std::string prefix = LakeResource::prefix(change.resource.database, change.resource.table);
  call.region.lake.grants.scan(prefix, {}, [&](const std::string& key, const Grant& grant) {
    if (!key.starts_with(prefix)) return false;
    const bool some = grant.resource.kind == Kind::columns ||
                      (grant.resource.kind == Kind::columns_but && !grant.resource.names.empty());
    return !some || grant.principal != change.principal || visit(grant);
  });
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

bool held_already(const Call& call, const PermissionChange& change) {
  return std::ranges::all_of(rows_of(change), [&](const PermissionChange& row) {
    const Grant* found = find_row(call, row);
    return found != nullptr && found->permissions.has(row.permissions) && found->grantable.has(row.grantable);
  });
}

void put_row(Call& call, const PermissionChange& row) {
  Grant grant{.principal = row.principal, .resource = row.resource, .condition = row.condition};
  if (const Grant* found = find_row(call, row)) grant = *found;
  grant.permissions = grant.permissions.with(row.permissions).with(row.grantable);
  grant.grantable = grant.grantable.with(row.grantable);
  grant.updated = call.now;
  grant.updated_by = call.region.catalog.texts.intern(call.from.principal_arn);
  call.region.lake.grants.put(grant.key(), grant, call.moment());
}

/// With the knob merge_column_lists: the row of the same rights on other columns takes these in.
PermissionChange merged(Call& call, PermissionChange change) {
  std::vector<Grant> others;
  each_column_row(call, change, [&](const Grant& grant) {
    if (grant.resource.kind == Kind::columns && grant.condition == change.condition &&
        grant.grantable == change.grantable) {
      others.push_back(grant);
    }
    return true;
  });
  for (const Grant& other : others) {
    std::vector<std::string> both;
    std::ranges::set_union(change.resource.names, other.resource.names, std::back_inserter(both));
    change.resource.names = std::move(both);
    call.region.lake.grants.erase(other.key(), call.moment());
  }
  return change;
}

/// A row without `permissions` and `options`; gone when nothing is left.
void shrink(Call& call, const Grant& row, PermissionSet permissions, PermissionSet options) {
  Grant left = row;
  left.permissions = row.permissions.without(permissions);
  left.grantable = row.grantable.without(permissions).without(options);
  left.updated = call.now;
  left.updated_by = call.region.catalog.texts.intern(call.from.principal_arn);
  if (left.permissions.empty()) {
    call.region.lake.grants.erase(row.key(), call.moment());
  } else {
    call.region.lake.grants.put(row.key(), left, call.moment());
  }
}

tl::unexpected<Error> nothing_revoked(Kind kind) {
  if (kind == Kind::tag) {
    return invalid_input(
        "No permissions revoked. Revoking Tag permissions on Tags that grantee does not have permissions "
        "on.");
  }
  return invalid_input(
      "No permissions revoked. Grantee has no permissions and no grantable permissions on resource");
}

/// ALL without some of its parts is what else it stood for. On a table that includes SELECT, which then has
/// a row of its own.
void split_all(Call& call, const PermissionChange& row) {
  const Grant* found = find_row(call, row);
  if (found == nullptr || !found->permissions.has(Permission::all)) return;
  constexpr PermissionSet all = {Permission::all}, select = {Permission::select};
  const bool database =
      row.resource.kind == Kind::database || (row.resource.is_policy() && !row.resource.of_tables);
  const PermissionSet on = database ? database_permissions : table_permissions;
  const bool select_apart = row.resource.kind == Kind::table;
  const PermissionSet kept = on.without(all).without(select_apart ? select : no_permissions);
  Grant split = *found;
  const bool hands_on = found->grantable.has(Permission::all);
  split.permissions = split.permissions.without(all).with(kept);
  if (hands_on) split.grantable = split.grantable.without(all).with(kept);
  call.region.lake.grants.put(split.key(), split, call.moment());
  if (!select_apart) return;
  PermissionChange columns = row;
  columns.resource = all_columns(row.resource);
  columns.permissions = select;
  columns.grantable = hands_on ? select : no_permissions;
  put_row(call, columns);
}

/// Where ALL is held and a part of it is to go, on the way to which ALL itself goes.
void split_for(Call& call, const PermissionChange& change) {
  if (!call.knobs.revoke_splits_all || change.permissions.has(Permission::all)) return;
  if (change.permissions.empty()) return;
  PermissionChange whole = change;
  if (whole.resource.is_all_columns()) whole.resource.kind = Kind::table;
  split_all(call, whole);
}

/// Revoking ALL means everything there is, SELECT's row included.
PermissionChange widened(const Call& call, PermissionChange change) {
  if (!call.knobs.revoke_all_takes_parts || !change.permissions.has(Permission::all)) return change;
  const bool database =
      change.resource.kind == Kind::database || (change.resource.is_policy() && !change.resource.of_tables);
  change.permissions = change.permissions.with(database ? database_permissions : table_permissions);
  return change;
}

/// Takes columns, or values of a tag, out of every row that has some of them. What else a row listed stays.
bool revoke_listed(Call& call, const PermissionChange& change) {
  const std::string prefix = change.resource.kind == Kind::tag
                                 ? "g" + change.resource.name
                                 : LakeResource::prefix(change.resource.database, change.resource.table);
  std::vector<Grant> rows;
  call.region.lake.grants.scan(prefix, {}, [&](const std::string& key, const Grant& grant) {
    if (!key.starts_with(prefix)) return false;
    if (grant.principal == change.principal && grant.condition == change.condition &&
        grant.resource.kind == change.resource.kind && grant.resource.name == change.resource.name) {
      rows.push_back(grant);
    }
    return true;
  });
  bool revoked = false;
  for (const Grant& row : rows) {
    std::vector<std::string> named, others;
    std::ranges::set_intersection(row.resource.names, change.resource.names, std::back_inserter(named));
    std::ranges::set_difference(row.resource.names, change.resource.names, std::back_inserter(others));
    const bool touches = !row.permissions.common(change.permissions).empty() ||
                         !row.grantable.common(change.grantable).empty();
    if (named.empty() || !touches) continue;
    revoked = true;
    Grant part = row;
    if (!others.empty()) {
      call.region.lake.grants.erase(row.key(), call.moment());
      Grant rest = row;
      rest.resource.names = std::move(others);
      call.region.lake.grants.put(rest.key(), rest, call.moment());
      part.resource.names = std::move(named);
    }
    shrink(call, part, change.permissions, change.grantable);
  }
  return revoked;
}

bool revoke_rows(Call& call, const PermissionChange& change) {
  split_for(call, change);
  bool revoked = false;
  for (const PermissionChange& row : rows_of(widened(call, change))) {
    const Grant* found = find_row(call, row);
    if (found == nullptr) continue;
    if (found->permissions.common(row.permissions).empty() && found->grantable.common(row.grantable).empty())
      continue;
    shrink(call, Grant(*found), row.permissions, row.grantable);
    revoked = true;
  }
  return revoked;
}

/// Lists of columns, and of a tag's values, are revoked one by one where rows are known to hold them so.
bool revokes_one_by_one(const Call& call, const PermissionChange& change) {
  if (change.resource.kind == Kind::tag) return true;
  return change.resource.kind == Kind::columns && call.knobs.merge_column_lists;
}

}  // namespace

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

Result<void> grant(Call& call, const PermissionChange& given) {
  PermissionChange change = given;
  // Naming the option alone grants the permission as well (documented).
  if (change.permissions.empty()) change.permissions = change.grantable;
  LM_CHECK(check_grant(call, change));
  if (call.knobs.grant_repeat_refused && held_already(call, change)) return modification_invalid();
  if (call.knobs.merge_column_lists && change.resource.kind == Kind::columns)
    change = merged(call, std::move(change));
  put_grant(call, change);
  return {};
}

Result<void> revoke(Call& call, const PermissionChange& given) {
  PermissionChange change = given;
  if (change.resource.is_policy()) {
    // What it names may be gone: the rows stay, and can be revoked.
  } else {
    LM_CHECK(check_resource(call, change.resource));
  }
  LM_CHECK(check_grantor(call, change));
  if (change.resource.kind == Kind::columns && selects_whole_table(call, change))
    return modification_invalid();  // seen
  if (call.knobs.revoke_named_option_only && change.permissions == change.grantable) change.permissions = {};
  const bool revoked =
      revokes_one_by_one(call, change) ? revoke_listed(call, change) : revoke_rows(call, change);
  return revoked ? Result<void>() : nothing_revoked(change.resource.kind);
}

void put_grant(Call& call, const PermissionChange& change) {
  for (const PermissionChange& row : rows_of(change)) put_row(call, row);
}

void drop_grants(Call& call, const std::string& prefix) {
  std::vector<std::string> keys;
  call.region.lake.grants.scan(prefix, {}, [&](const std::string& key, const Grant&) {
    if (!key.starts_with(prefix)) return false;
    keys.push_back(key);
    return true;
  });
  for (const auto& key : keys) call.region.lake.grants.erase(key, call.moment());
}

}  // namespace lakemirror::local
