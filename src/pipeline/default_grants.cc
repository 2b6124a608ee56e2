#include "pipeline/default_grants.h"

#include "permissions/grant.h"

namespace lakemirror::pipeline {

using model::Key;
using model::KeyKind;

namespace {

json::array list_of(const json::object& body, std::string_view member) {
  const auto* list = array_at(body, member);
  return list == nullptr ? json::array() : *list;
}

json::object resource_of(const Key& object) {
  if (object.kind() == KeyKind::database)
    return {{"Database", json::object{{"Name", object.database_name()}}}};
  return {{"Table", json::object{{"DatabaseName", object.database_name()}, {"Name", object.table_name()}}}};
}

}  // namespace

DefaultGrants::DefaultGrants(GovernanceTools& tools, const std::vector<Executor::Changed>& changed)
    : tools_(tools) {
  for (const auto& object : changed) {
    if (object.table_defaults) of_databases_[object.key.database_name()] = *object.table_defaults;
  }
}

const json::array& DefaultGrants::defaults_for(const Key& object) {
  if (object.kind() == KeyKind::database) {
    if (!of_account_)
      of_account_ = list_of(tools_.target.settings().body, "CreateDatabaseDefaultPermissions");
    return *of_account_;
  }
  const auto name = object.database_name();
  const auto found = of_databases_.find(name);
  if (found != of_databases_.end()) return found->second;
  const auto body = tools_.target_databases.database(name).body;
  return of_databases_.emplace(name, list_of(body, "CreateTableDefaultPermissions")).first->second;
}

std::map<GrantBook::Holder, permissions::AtomSet> DefaultGrants::of(const Key& object) {
  std::map<GrantBook::Holder, permissions::AtomSet> holders;
  for (const auto& entry : defaults_for(object)) {
    if (!entry.is_object()) continue;
    json::object row{{"Resource", resource_of(object)}};
    for (const auto* member : {"Principal", "Permissions"}) {
      if (const auto* value = entry.get_object().if_contains(member)) row[member] = *value;
    }
    const auto grant = permissions::read_grant(row, tools_.sides.terms.target_account);
    if (grant) holders[{grant->principal, grant->resource.subject()}].add(*grant);
  }
  return holders;
}

}  // namespace lakemirror::pipeline
