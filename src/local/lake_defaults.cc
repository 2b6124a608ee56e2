#include "local/lake_defaults.h"

#include "local/lake_grants.h"

namespace lakemirror::local {

namespace {

constexpr const char* table_member = "CreateTableDefaultPermissions";

/// All that may be held on a resource link is DESCRIBE and DROP (documented); that ALL comes to these there
/// is derived.
PermissionSet valid_on_link(PermissionSet given) {
  constexpr PermissionSet valid{Permission::describe, Permission::drop};
  return given.has(Permission::all) ? valid : given.common(valid);
}

void grant_each(Call& call, const json::array* defaults, const LakeResource& resource, bool is_link) {
  if (defaults == nullptr) return;
  for (const auto& element : *defaults) {
    const json::object& entry = element.get_object();
    const json::object* principal = object_at(entry, "Principal");
    PermissionChange change{
        .principal =
            principal == nullptr ? "" : std::string(text_or(*principal, "DataLakePrincipalIdentifier")),
        .resource = resource,
        .permissions = PermissionSet::parse(array_at(entry, "Permissions"))};
    if (is_link) change.permissions = valid_on_link(change.permissions);
    if (!change.principal.empty() && !change.permissions.empty()) put_grant(call, change);
  }
}

template <class T>
void erase_below(Shelf<T>& shelf, const std::string& prefix, Moment moment) {
  std::vector<std::string> keys;
  shelf.scan(prefix, {}, [&](const std::string& key, const T&) {
    if (!key.starts_with(prefix)) return false;
    keys.push_back(key);
    return true;
  });
  if (shelf.find(prefix) != nullptr) keys.push_back(prefix);
  for (const auto& key : keys) shelf.erase(key, moment);
}

void forget_below(Call& call, const std::string& prefix) {
  drop_grants(call, prefix);
  Lake& lake = call.region.lake;
  if (!call.knobs.tags_outlive_table) erase_below(lake.assignments, prefix, call.moment());
  if (!call.knobs.filters_outlive_table) erase_below(lake.filters, prefix, call.moment());
  erase_below(lake.opt_ins, prefix, call.moment());
}

}  // namespace

void grant_defaults(Call& call, const std::string& database) {
  const json::object& settings = call.region.lake.current_settings().document;
  grant_each(call, array_at(settings, "CreateDatabaseDefaultPermissions"),
             {.kind = LakeResource::Kind::database, .database = database},
             call.region.catalog.databases.find(database)->link != nullptr);
}

void grant_defaults(Call& call, const std::string& database, const std::string& table) {
  const Database* owner = call.region.catalog.databases.find(database);
  const json::object body = owner->body.object();
  grant_each(call, array_at(body, table_member),
             {.kind = LakeResource::Kind::table, .database = database, .table = table},
             owner->tables->find(table)->link != nullptr);
}

json::array default_table_permissions(const Call& call) {
  const json::array* defaults = array_at(call.region.lake.current_settings().document, table_member);
  return defaults == nullptr ? json::array() : *defaults;
}

void forget_database(Call& call, const std::string& database) {
  forget_below(call, LakeResource::prefix(database));
}

void forget_table(Call& call, const std::string& database, const std::string& table) {
  forget_below(call, LakeResource::prefix(database, table));
}

}  // namespace lakemirror::local
