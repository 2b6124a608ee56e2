#include "pipeline/default_grants.h"

namespace lakemirror::pipeline {

using model::Key;
using model::KeyKind;

namespace {

permissions::Resource resource_of(const Key& object) {
  if (object.kind() == KeyKind::database) return permissions::Resource::database(object.database_name());
  return permissions::Resource::table(object.database_name(), object.table_name());
}

}  // namespace

DefaultGrants::DefaultGrants(GovernanceTools& tools, const std::vector<Executor::Changed>& changed)
    : tools_(tools), begun_(tools.catalog.clock.now()) {
  for (const auto& object : changed) {
    if (object.table_defaults)
      of_databases_[object.key.database_name()] = {.list = grants_in(*object.table_defaults)};
  }
}

std::vector<permissions::Grant> DefaultGrants::grants_in(const json::array& list) const {
  std::vector<permissions::Grant> grants;
  for (const auto& entry : list) {
    if (!entry.is_object()) continue;
    json::object row{{"Resource", {{"Catalog", json::object()}}}};
    for (const auto* member : {"Principal", "Permissions"}) {
      if (const auto* value = entry.get_object().if_contains(member)) row[member] = *value;
    }
    if (auto grant = permissions::read_grant(row, tools_.sides.terms.target_account))
      grants.push_back(*std::move(grant));
  }
  return grants;
}

/// A read may be older than what we wrote ourselves, and then only its fingerprint is known.
DefaultGrants::Defaults DefaultGrants::defaults_in(const Key& key, model::ObjectState state,
                                                   std::string_view member) const {
  const auto as_read = state.fingerprint;
  tools_.catalog.recent.correct(key, state, begun_);
  const bool is_sure =
      state.is_present() && state.fingerprint == as_read && begun_ >= tools_.catalog.recent.unsure_until();
  const auto* list = array_at(state.body, member);
  return {.list = list == nullptr ? std::vector<permissions::Grant>() : grants_in(*list), .is_sure = is_sure};
}

const DefaultGrants::Defaults& DefaultGrants::defaults_for(const Key& object) {
  if (object.kind() == KeyKind::database) {
    if (!of_account_)
      of_account_ =
          defaults_in(Key::settings(), tools_.target.settings(), "CreateDatabaseDefaultPermissions");
    return *of_account_;
  }
  const auto name = object.database_name();
  const auto found = of_databases_.find(name);
  if (found != of_databases_.end()) return found->second;
  auto read = defaults_in(Key::database(name), tools_.target_databases.database(name),
                          "CreateTableDefaultPermissions");
  return of_databases_.emplace(name, std::move(read)).first->second;
}

DefaultGrants::Came DefaultGrants::of(const Key& object) {
  const auto& defaults = defaults_for(object);
  Came came{.is_sure = defaults.is_sure};
  if (defaults.list.empty()) return came;
  const auto resource = resource_of(object);
  for (auto grant : defaults.list) {
    grant.resource = resource;
    came.with[{grant.principal, resource.subject()}].add(grant);
  }
  return came;
}

}  // namespace lakemirror::pipeline
