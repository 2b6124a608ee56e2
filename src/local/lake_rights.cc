#include "local/lake_rights.h"

#include <algorithm>

#include "base/text.h"
#include "local/lake_principals.h"
#include "local/lake_request.h"
#include "local/lake_tagging.h"

namespace lakemirror::local {

namespace {

bool names_principal(const std::vector<std::string>& grantees, std::string_view principal) {
  return std::ranges::any_of(grantees, [&](const auto& grantee) { return covers(grantee, principal); });
}

/// Everything, and the right to hand it on: what a creator has on its own.
void add_all(Held& held, PermissionSet on) {
  held.permissions = held.permissions.with(on);
  held.grantable = held.grantable.with(on);
}

void keep_columns(json::object& holder, std::string_view member, const std::vector<std::string>& kept) {
  json::value* columns = holder.if_contains(member);
  if (columns == nullptr || !columns->is_array()) return;
  json::array out;
  for (const auto& column : columns->get_array()) {
    const std::string name = fold(text_or(column.get_object(), "Name"));
    if (std::ranges::find(kept, name) != kept.end()) out.push_back(column);
  }
  *columns = std::move(out);
}

/// The table without its other columns. The texts pool is not for passing things: this body keeps its own.
Table with_columns(const Table& table, const std::vector<std::string>& kept) {
  json::object body = table.body.object();
  if (json::value* descriptor = body.if_contains("StorageDescriptor"); descriptor && descriptor->is_object())
    keep_columns(descriptor->get_object(), "Columns", kept);
  keep_columns(body, "PartitionKeys", kept);
  if (json::value* parameters = body.if_contains("Parameters"); parameters && parameters->is_object()) {
    json::object rest;
    for (const auto& member : parameters->get_object()) {
      if (!std::string_view(member.key()).starts_with("spark.sql.sources.schema"))
        rest[member.key()] = member.value();
    }
    *parameters = std::move(rest);
  }
  TextPool texts;
  Table out = table;
  out.body = make_body(body, *api::find_shape(api::Service::glue, "TableInput"), "Name", texts);
  return out;
}

}  // namespace

PermissionSet spelled_out(PermissionSet permissions, PermissionSet on) {
  return permissions.has(Permission::all) ? permissions.with(on) : permissions;
}

Rights::Rights(const Call& call, std::string principal) : call_(call), principal_(std::move(principal)) {
  const LakeSettings& settings = call.region.lake.current_settings(call.view);
  unrestricted_ = call.knobs.open_without_admins && settings.admins.empty();
  admin_ = names_principal(settings.admins, principal_);
  read_only_admin_ = names_principal(settings.read_only_admins, principal_);
}

Rights Rights::of_caller(const Call& call) { return {call, calling_principal(call)}; }

void Rights::add(Held& held, const Grant& grant) const {
  if (!covers(grant.principal, principal_)) return;
  if (grant.resource.kind == LakeResource::Kind::columns) {
    held.columns.insert(held.columns.end(), grant.resource.names.begin(), grant.resource.names.end());
    if (!grant.grantable.empty()) {
      held.grantable_columns.insert(held.grantable_columns.end(), grant.resource.names.begin(),
                                    grant.resource.names.end());
    }
    return;
  }
  if (grant.resource.kind == LakeResource::Kind::cells_filter) {
    // Part of the table: enough to see it, not to hand it on.
    held.permissions = held.permissions.with({Permission::describe});
    return;
  }
  if (grant.resource.kind == LakeResource::Kind::columns_but && !grant.resource.names.empty()) return;
  held.permissions = held.permissions.with(grant.permissions);
  held.grantable = held.grantable.with(grant.grantable);
}

void Rights::add_rows(Held& held, const std::string& prefix) const {
  call_.region.lake.grants.scan(prefix, call_.view, [&](const std::string& key, const Grant& grant) {
    if (!key.starts_with(prefix)) return false;
    add(held, grant);
    return true;
  });
}

Held Rights::on(const LakeResource& resource) const {
  Held held;
  add_rows(held, resource.key() + '\x1e');
  return held;
}

Held Rights::on_catalog() const { return on({}); }

Held Rights::on_database(const std::string& name, const Database& database) const {
  Held held = on({.kind = LakeResource::Kind::database, .database = name});
  if (database.created_by && covers(principal_of(*database.created_by), principal_))
    add_all(held, database_permissions);
  add_database_policies(call_, principal_, name, held);
  return held;
}

void Rights::add_exclusions(Held& held, const std::string& prefix, const Table& table) const {
  call_.region.lake.grants.scan(prefix, call_.view, [&](const std::string& key, const Grant& grant) {
    if (!key.starts_with(prefix)) return false;
    const auto& excluded = grant.resource.names;
    if (grant.resource.kind != LakeResource::Kind::columns_but || excluded.empty()) return true;
    if (!covers(grant.principal, principal_)) return true;
    for (const auto& column : columns_of(table)) {
      if (std::ranges::find(excluded, column) == excluded.end()) held.columns.push_back(column);
    }
    return true;
  });
}

Held Rights::on_table(const std::string& database, const std::string& name, const Table& table) const {
  Held held;
  add_rows(held, LakeResource::prefix(database, name));
  add_exclusions(held, LakeResource::prefix(database, name) + "2", table);
  add_rows(held, LakeResource::prefix(database, ""));
  if (table.created_by && covers(principal_of(*table.created_by), principal_)) {
    add_all(held, table_permissions);
  }
  add_table_policies(call_, principal_, database, name, table, held);
  return held;
}

bool Rights::sees(const std::string& name, const Database& database) const {
  if (sees_all() || on_database(name, database).anything()) return true;
  // A grant on every table implies DESCRIBE on the database (documented), and who made a table sees where it
  // is.
  Held wildcard;
  add_rows(wildcard, LakeResource::prefix(name, ""));
  if (wildcard.anything()) return true;
  bool made_one = false;
  database.tables->scan("", call_.view, [&](const std::string&, const Table& table) {
    made_one = table.created_by && covers(principal_of(*table.created_by), principal_);
    return !made_one;
  });
  return made_one;
}

bool Rights::sees(const std::string& database, const std::string& name, const Table& table) const {
  return sees_all() || on_table(database, name, table).anything();
}

std::optional<Table> Rights::narrowed(const std::string& database, const std::string& name,
                                      const Table& table) const {
  if (sees_all()) return std::nullopt;
  const Held held = on_table(database, name, table);
  if (!held.permissions.empty()) return std::nullopt;
  return with_columns(table, held.columns);
}

bool Rights::may_use_location(std::string_view arn) const {
  if (unrestricted_ || admin_) return true;
  bool found = false;
  call_.region.lake.grants.scan("l", call_.view, [&](const std::string& key, const Grant& grant) {
    if (!key.starts_with('l')) return false;
    found = covers(grant.principal, principal_) && lies_below(arn, grant.resource.name);
    return !found;
  });
  return found;
}

}  // namespace lakemirror::local
