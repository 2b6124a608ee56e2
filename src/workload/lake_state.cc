#include "workload/lake_state.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace lakemirror::workload {
namespace {

using Kind = GrantedOn::Kind;

std::string grant_key(const std::string& principal, const GrantedOn& on) {
  return principal + " " + on.key();
}

bool names_tag(const json::array& expression, const std::string& tag, const std::string& value) {
  return std::any_of(expression.begin(), expression.end(), [&](const json::value& element) {
    const auto& pair = element.as_object();
    if (text_or(pair, "TagKey") != tag) return false;
    const auto* values = array_at(pair, "TagValues");
    return value.empty() || std::find(values->begin(), values->end(), json::value(value)) != values->end();
  });
}

// A grant on several values of a tag is kept one by one, as they can be revoked.
std::vector<Granted> one_by_one(const Granted& all) {
  if (all.on.kind != Kind::tag) return {all};
  std::vector<Granted> out;
  for (const auto& value : all.on.names) {
    out.push_back(all);
    out.back().on.names = {value};
  }
  return out;
}

// A part of ALL can go: the others then stand for themselves.
void split_all(std::set<std::string>& held, const GrantedOn& on) {
  if (held.erase("ALL") > 0) held.merge(everything_on(on));
}

}  // namespace

std::string GrantedOn::key() const {
  return fmt::format("{} {}\x1f{}\x1f{}\x1f{}\x1f{}{}", static_cast<int>(kind), database, table, name,
                     fmt::join(names, ","), canonical_json(expression), of_tables ? " tables" : "");
}

std::string GrantedOn::subject() const {
  switch (kind) {
    case Kind::catalog:
      return "catalog";
    case Kind::location:
      return "location/" + percent_encode(name);
    case Kind::tag:
      return "tag/" + percent_encode(name);
    case Kind::policy:
    case Kind::named_policy:
      return "policy/" + percent_encode(name);
    default:
      break;
  }
  const auto of_database = "database/" + percent_encode(database);
  return table.empty() ? of_database : of_database + "/table/" + percent_encode(table);
}

std::set<std::string> everything_on(const GrantedOn& on) {
  const bool of_databases = on.kind == Kind::database ||
                            ((on.kind == Kind::policy || on.kind == Kind::named_policy) && !on.of_tables);
  if (of_databases) return {"ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"};
  return {"ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"};
}

const Granted* LakeState::granted(const std::string& principal, const GrantedOn& on) const {
  const auto found = grants.find(grant_key(principal, on));
  return found == grants.end() ? nullptr : &found->second;
}

void LakeState::grant(const Granted& more) {
  for (const auto& one : one_by_one(more)) {
    auto& held = grants.try_emplace(grant_key(one.principal, one.on), one).first->second;
    held.permissions.insert(one.permissions.begin(), one.permissions.end());
    held.grantable.insert(one.grantable.begin(), one.grantable.end());
  }
}

void LakeState::revoke(const Granted& less) {
  for (const auto& one : one_by_one(less)) {
    const auto found = grants.find(grant_key(one.principal, one.on));
    if (found == grants.end()) continue;
    auto& held = found->second;
    if (one.permissions.contains("ALL")) {
      grants.erase(found);
      continue;
    }
    split_all(held.permissions, one.on);
    split_all(held.grantable, one.on);
    for (const auto& word : one.permissions) {
      held.permissions.erase(word);
      held.grantable.erase(word);
    }
    if (held.permissions.empty()) grants.erase(found);
  }
}

bool LakeState::selects_whole(const std::string& principal, const std::string& database,
                              const std::string& table) const {
  const auto* held = granted(principal, {.kind = Kind::table, .database = database, .table = table});
  return held != nullptr && (held->permissions.contains("SELECT") || held->permissions.contains("ALL"));
}

bool LakeState::selects_columns(const std::string& principal, const std::string& database,
                                const std::string& table) const {
  return std::any_of(grants.begin(), grants.end(), [&](const auto& item) {
    const auto& [on_principal, on, permissions, grantable] = item.second;
    return on_principal == principal && on.is_some_columns() && on.database == database && on.table == table;
  });
}

bool LakeState::is_in_expressions(const std::string& tag, const std::string& value) const {
  const auto named = [&](const json::array& expression) { return names_tag(expression, tag, value); };
  return std::any_of(expressions.begin(), expressions.end(),
                     [&](const auto& item) { return named(item.second); }) ||
         std::any_of(grants.begin(), grants.end(),
                     [&](const auto& item) { return named(item.second.on.expression); });
}

bool LakeState::is_value_used(const std::string& tag, const std::string& value) const {
  if (is_in_expressions(tag, value)) return true;
  const bool assigned = std::any_of(assignments.begin(), assignments.end(), [&](const auto& item) {
    const auto found = item.second.find(tag);
    return found != item.second.end() && found->second == value;
  });
  return assigned || std::any_of(grants.begin(), grants.end(), [&](const auto& item) {
           const auto& on = item.second.on;
           return on.kind == Kind::tag && on.name == tag && on.names.front() == value;
         });
}

bool LakeState::is_location_granted(const std::string& arn) const {
  return std::any_of(grants.begin(), grants.end(), [&](const auto& item) {
    const auto& on = item.second.on;
    return on.kind == Kind::location && (on.name == arn || on.name.starts_with(arn + "/"));
  });
}

void LakeState::remove_tag(const std::string& key) {
  tags.erase(key);
  for (auto& [place, on_it] : assignments) on_it.erase(key);
  std::erase_if(assignments, [](const auto& item) { return item.second.empty(); });
  std::erase_if(grants, [&](const auto& item) {
    return item.second.on.kind == Kind::tag && item.second.on.name == key;
  });
}

void LakeState::remove_expression(const std::string& name) {
  expressions.erase(name);
  std::erase_if(grants, [&](const auto& item) {
    return item.second.on.kind == Kind::named_policy && item.second.on.name == name;
  });
}

void LakeState::remove_filter(const FilterName& filter) {
  filters.erase(filter);
  std::erase_if(grants, [&](const auto& item) {
    const auto& on = item.second.on;
    return on.kind == Kind::filter && FilterName(on.database, on.table, on.name) == filter;
  });
}

void LakeState::remove_location(const std::string& arn) {
  locations.erase(arn);
  std::erase_if(grants, [&](const auto& item) {
    return item.second.on.kind == Kind::location && item.second.on.name == arn;
  });
}

void LakeState::remove_below(const std::string& database, const std::string& table) {
  const auto below = [&](const std::string& of_database, const std::string& of_table) {
    return of_database == database && (table.empty() || of_table == table);
  };
  std::erase_if(assignments,
                [&](const auto& item) { return below(std::get<0>(item.first), std::get<1>(item.first)); });
  std::erase_if(filters, [&](const auto& name) { return below(std::get<0>(name), std::get<1>(name)); });
  std::erase_if(grants, [&](const auto& item) {
    const auto& on = item.second.on;
    return !on.database.empty() && below(on.database, on.table);
  });
}

}  // namespace lakemirror::workload
