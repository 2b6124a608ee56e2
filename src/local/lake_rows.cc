#include "local/lake_rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

#include "local/lake_principals.h"
#include "local/lake_request.h"
#include "local/lake_tagging.h"

namespace lakemirror::local {

namespace {

using Kind = LakeResource::Kind;

constexpr PermissionSet select_only = {Permission::select};

PermissionRow row_of(const Grant& grant) {
  return {.principal = grant.principal,
          .resource = grant.resource,
          .condition = grant.condition,
          .permissions = grant.permissions,
          .grantable = grant.grantable,
          .updated = grant.updated,
          .updated_by = *grant.updated_by};
}

LakeResource with_kind(LakeResource resource, Kind kind) {
  resource.kind = kind;
  resource.names.clear();
  return resource;
}

const Grant* beside(const Call& call, const Grant& grant, Kind kind) {
  return call.region.lake.grants.find(
      Grant::key_of(with_kind(grant.resource, kind), grant.condition, grant.principal), call.view);
}

/// ALL as the listing spells it out. Granted to IAM_ALLOWED_PRINCIPALS it is listed as it is (seen).
void spell_out(const Call& call, PermissionRow& row, PermissionSet on) {
  if (row.principal == iam_allowed_principals || call.knobs.list_all != "expanded") return;
  row.permissions = spelled_out(row.permissions, on);
  row.grantable = spelled_out(row.grantable, on);
}

bool shows_select_apart(const Call& call, const Grant& table) {
  return table.permissions.has(Permission::all) && table.principal != iam_allowed_principals &&
         call.knobs.list_all != "as_granted";
}

std::vector<PermissionRow> rows_of_table(const Call& call, const Grant& grant) {
  std::vector<PermissionRow> out = {row_of(grant)};
  spell_out(call, out[0], table_permissions.without(select_only));
  if (!shows_select_apart(call, grant) || beside(call, grant, Kind::columns_but) != nullptr) return out;
  PermissionRow columns = row_of(grant);
  columns.resource = with_kind(grant.resource, Kind::columns_but);
  columns.permissions = select_only;
  columns.grantable = grant.grantable.has(Permission::all) ? select_only : no_permissions;
  out.push_back(std::move(columns));
  return out;
}

PermissionRow row_of_columns(const Call& call, const Grant& grant) {
  PermissionRow out = row_of(grant);
  if (!grant.resource.is_all_columns()) return out;
  const Grant* table = beside(call, grant, Kind::table);
  if (table != nullptr && shows_select_apart(call, *table) && table->grantable.has(Permission::all))
    out.grantable = select_only;
  return out;
}

PermissionRow creator_row(const SharedText& creator, LakeResource resource, PermissionSet all) {
  return {.principal = principal_of(*creator),
          .resource = std::move(resource),
          .permissions = all,
          .grantable = all,
          .updated_by = principal_of(*creator)};
}

/// Everything on a table, which takes two rows.
void add_table_creator(std::vector<PermissionRow>& out, const std::string& database, const std::string& name,
                       const Table& table) {
  if (!table.created_by) return;
  const LakeResource resource{.kind = Kind::table, .database = database, .table = name};
  out.push_back(creator_row(table.created_by, resource, table_permissions.without(select_only)));
  out.push_back(creator_row(table.created_by, with_kind(resource, Kind::columns_but), select_only));
  for (std::size_t i = out.size() - 2; i < out.size(); ++i) out[i].updated = table.created;
}

/// Database rows of one principal, ALL spelled out. What the principal itself was granted counts with what
/// everybody was (seen: where IAM_ALLOWED_PRINCIPALS has ALL, everybody is shown with it).
std::vector<PermissionRow> effective_on_database(const Call& call, const Rights& rights,
                                                 const LakeResource& resource) {
  const Database* database = call.region.catalog.databases.find(resource.database, call.view);
  if (database == nullptr) return {};
  Held held = rights.on_database(resource.database, *database);
  if (rights.admin()) held = {.permissions = database_permissions, .grantable = database_permissions};
  if (held.permissions.empty()) return {};
  return {{.principal = rights.principal(),
           .resource = resource,
           .permissions = spelled_out(held.permissions, database_permissions),
           .grantable = spelled_out(held.grantable, database_permissions)}};
}

std::vector<PermissionRow> effective_on_table(const Call& call, const Rights& rights,
                                              const LakeResource& resource) {
  const Table* table = lake_table(call, resource.database, resource.table, call.view);
  if (table == nullptr) return {};
  Held held = rights.on_table(resource.database, resource.table, *table);
  if (rights.admin()) held = {.permissions = table_permissions, .grantable = table_permissions};
  const PermissionSet permissions = spelled_out(held.permissions, table_permissions);
  const PermissionSet grantable = spelled_out(held.grantable, table_permissions);
  std::vector<PermissionRow> out;
  const auto add = [&](Kind kind, PermissionSet has, PermissionSet options) {
    if (has.empty()) return;
    out.push_back({.principal = rights.principal(),
                   .resource = with_kind(resource, kind),
                   .permissions = has,
                   .grantable = options});
  };
  add(Kind::table, permissions.without(select_only), grantable.without(select_only));
  if (permissions.has(Permission::select)) {
    add(Kind::columns_but, select_only, grantable.common(select_only));
  } else if (!held.columns.empty()) {
    add(Kind::columns, select_only, held.grantable_columns.empty() ? no_permissions : select_only);
    sort_once(held.columns);
    out.back().resource.names = held.columns;
  }
  return out;
}

/// What a grant to another account is shared by. Nothing is shared here, so the name alone is made up, the
/// same for all grants on one database.
std::string share_arn(const Call& call, const std::string& account, const LakeResource& resource) {
  return fmt::format("arn:aws:ram:{}:{}:resource-share/{:016x}", call.region.name, call.region.account,
                     hash64(account + "/" + resource.database));
}

/// Rows as they were granted, on just this resource; of a table with those on its columns.
std::vector<PermissionRow> own_rows(const Call& call, const std::string& principal,
                                    const LakeResource& resource) {
  const bool table = resource.kind == Kind::table;
  const std::string prefix =
      table ? LakeResource::prefix(resource.database, resource.table) : resource.key() + '\x1e';
  std::vector<PermissionRow> out;
  call.region.lake.grants.scan(prefix, call.view, [&](const std::string& key, const Grant& grant) {
    if (!key.starts_with(prefix)) return false;
    if (grant.principal == principal && grant.resource.kind != Kind::cells_filter) {
      for (auto& row : rows_of(call, grant)) out.push_back(std::move(row));
    }
    return true;
  });
  return out;
}

}  // namespace

std::vector<PermissionRow> rows_of(const Call& call, const Grant& grant) {
  switch (grant.resource.kind) {
    case Kind::table:
      return rows_of_table(call, grant);
    case Kind::columns_but:
      return {row_of_columns(call, grant)};
    case Kind::database: {
      PermissionRow row = row_of(grant);
      spell_out(call, row, database_permissions);
      return {std::move(row)};
    }
    default:
      return {row_of(grant)};
  }
}

std::vector<PermissionRow> creator_rows(const Call& call) {
  std::vector<PermissionRow> out;
  if (call.knobs.list_creators == "none") return out;
  call.region.lake.tags.scan("", call.view, [&](const std::string& key, const LakeTag& tag) {
    // Seen in an answer that the guide shows: every value, to associate and to hand on.
    out.push_back(creator_row(tag.created_by, {.kind = Kind::tag, .name = key, .names = {"*"}},
                              {Permission::associate}));
    return true;
  });
  if (call.knobs.list_creators != "all") return out;
  call.region.catalog.databases.scan("", call.view, [&](const std::string& name, const Database& database) {
    if (database.created_by) {
      out.push_back(
          creator_row(database.created_by, {.kind = Kind::database, .database = name}, database_permissions));
      out.back().updated = database.created;
    }
    database.tables->scan("", call.view, [&](const std::string& table_name, const Table& table) {
      add_table_creator(out, name, table_name, table);
      return true;
    });
    return true;
  });
  return out;
}

std::vector<PermissionRow> effective_rows(const Call& call, const std::string& principal,
                                          const LakeResource& resource) {
  const std::string account = account_of(principal);
  // Of another account, and of users of IAM Identity Center, nothing is computed (seen).
  if (principal.find(":identitystore:") != std::string::npos) return {};
  if (!account.empty() && account != call.region.account) return {};
  if (principal == iam_allowed_principals) return own_rows(call, principal, resource);
  const Rights rights(call, principal);
  if (resource.kind == Kind::database) return effective_on_database(call, rights, resource);
  if (resource.kind == Kind::table && !resource.table.empty())
    return effective_on_table(call, rights, resource);
  return own_rows(call, principal, resource);
}

json::object to_json(const Call& call, const PermissionRow& row) {
  const std::string account = account_of(row.principal);
  const bool shared = !account.empty() && account != call.region.account && !row.resource.database.empty();
  json::object out{{"Principal", {{"DataLakePrincipalIdentifier", row.principal}}},
                   {"Resource", row.resource.to_json(call.region.account)},
                   {"Permissions", row.permissions.to_json()},
                   {"PermissionsWithGrantOption", row.grantable.to_json()}};  // empty, not absent: seen
  if (!row.condition.empty()) out["Condition"] = {{"Expression", row.condition}};
  if (shared) out["AdditionalDetails"] = {{"ResourceShare", {share_arn(call, account, row.resource)}}};
  if (row.updated != Time()) {
    out["LastUpdated"] = static_cast<double>(row.updated.time_since_epoch().count()) / 1000;
    out["LastUpdatedBy"] = row.updated_by;
  }
  return out;
}

}  // namespace lakemirror::local
