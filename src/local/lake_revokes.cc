#include <algorithm>

#include "local/lake_grant_rules.h"
#include "local/lake_grants.h"
#include "local/lake_request.h"

namespace lakemirror::local {

namespace {

using Kind = LakeResource::Kind;

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

bool is_of_database(const LakeResource& resource) {
  return resource.kind == Kind::database || (resource.is_policy() && !resource.of_tables);
}

PermissionSet everything_on(const LakeResource& resource) {
  return is_of_database(resource) ? database_permissions : table_permissions;
}

/// ALL of a row becomes what it stood for, so that a part can go: of a table that is SELECT as well, which
/// has a row of its own then. Where only options go, the permission ALL stays.
void split_all(Call& call, const PermissionChange& row) {
  const Grant* found = find_row(call, row);
  if (found == nullptr || !found->permissions.has(Permission::all)) return;
  constexpr PermissionSet all = {Permission::all}, select = {Permission::select};
  const bool select_apart = row.resource.kind == Kind::table;
  const PermissionSet kept =
      everything_on(row.resource).without(all).without(select_apart ? select : no_permissions);
  const bool hands_on = found->grantable.has(Permission::all);
  Grant split = *found;
  split.permissions = split.permissions.without(row.permissions.empty() ? no_permissions : all).with(kept);
  if (hands_on) split.grantable = split.grantable.without(all).with(kept);
  call.region.lake.grants.put(split.key(), split, call.moment());
  if (!select_apart) return;
  PermissionChange columns = row;
  columns.resource = all_columns(row.resource);
  columns.permissions = select;
  columns.grantable = hands_on ? select : no_permissions;
  put_grant(call, columns);
}

/// Where a part of ALL is to go, ALL goes first.
void split_for(Call& call, const PermissionChange& change) {
  const PermissionSet named = change.permissions.with(change.grantable);
  if (!call.knobs.revoke_splits_all || named.empty() || named.has(Permission::all)) return;
  PermissionChange whole = change;
  if (whole.resource.is_all_columns()) whole.resource.kind = Kind::table;
  split_all(call, whole);
}

/// Revoking ALL means everything there is, SELECT's row included.
PermissionChange widened(const Call& call, PermissionChange change) {
  if (!call.knobs.revoke_all_takes_parts) return change;
  const PermissionSet everything = everything_on(change.resource);
  if (change.permissions.has(Permission::all)) change.permissions = change.permissions.with(everything);
  if (change.grantable.has(Permission::all)) change.grantable = change.grantable.with(everything);
  return change;
}

/// Adds a part of a row under its own list of names, to whatever is there already.
void put_part(Call& call, const Grant& row, std::vector<std::string> names, PermissionSet permissions,
              PermissionSet grantable) {
  if (names.empty() || permissions.empty()) return;
  PermissionChange part{.principal = row.principal,
                        .resource = row.resource,
                        .condition = row.condition,
                        .permissions = permissions,
                        .grantable = grantable};
  part.resource.names = std::move(names);
  put_grant(call, part);
}

bool revoke_from_list(Call& call, const Grant& row, const PermissionChange& change) {
  std::vector<std::string> named, others;
  std::ranges::set_intersection(row.resource.names, change.resource.names, std::back_inserter(named));
  std::ranges::set_difference(row.resource.names, change.resource.names, std::back_inserter(others));
  const bool touches =
      !row.permissions.common(change.permissions).empty() || !row.grantable.common(change.grantable).empty();
  if (named.empty() || !touches) return false;
  call.region.lake.grants.erase(row.key(), call.moment());
  put_part(call, row, std::move(others), row.permissions, row.grantable);
  put_part(call, row, std::move(named), row.permissions.without(change.permissions),
           row.grantable.without(change.permissions).without(change.grantable));
  return true;
}

/// Takes columns, or values of a tag, out of every row that has some of them. What else a row listed stays.
bool revoke_listed(Call& call, const PermissionChange& change) {
  const std::string prefix = change.resource.kind == Kind::tag
                                 ? "g" + change.resource.name
                                 : LakeResource::prefix(change.resource.database, change.resource.table);
  std::vector<std::string> keys;
  call.region.lake.grants.scan(prefix, {}, [&](const std::string& key, const Grant& grant) {
    if (!key.starts_with(prefix)) return false;
    if (grant.principal == change.principal && grant.condition == change.condition &&
        grant.resource.kind == change.resource.kind && grant.resource.name == change.resource.name) {
      keys.push_back(key);
    }
    return true;
  });
  bool revoked = false;
  for (const std::string& key : keys) {
    // What one row leaves may have joined another.
    const Grant* row = call.region.lake.grants.find(key);
    if (row != nullptr && revoke_from_list(call, Grant(*row), change)) revoked = true;
  }
  return revoked;
}

bool revoke_rows(Call& call, const PermissionChange& change) {
  split_for(call, change);
  bool revoked = false;
  for (const PermissionChange& row : split_rows(widened(call, change))) {
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

Result<void> revoke(Call& call, const PermissionChange& given) {
  PermissionChange change = given;
  // The tags and the expression of a policy may be gone: its rows stay, and can be revoked.
  if (!change.resource.is_policy()) LM_CHECK(check_resource(call, change.resource));
  LM_CHECK(check_grantor(call, change));
  if (change.resource.kind == Kind::columns && selects_whole_table(call, change))
    return modification_invalid();  // seen
  if (call.knobs.revoke_named_option_only && change.permissions == change.grantable) change.permissions = {};
  const bool revoked =
      revokes_one_by_one(call, change) ? revoke_listed(call, change) : revoke_rows(call, change);
  return revoked ? Result<void>() : nothing_revoked(change.resource.kind);
}

}  // namespace lakemirror::local
