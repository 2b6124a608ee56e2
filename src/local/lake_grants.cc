#include "local/lake_grants.h"

#include <algorithm>

#include "local/lake_grant_rules.h"

namespace lakemirror::local {

namespace {

bool held_already(const Call& call, const PermissionChange& change) {
  return std::ranges::all_of(split_rows(change), [&](const PermissionChange& row) {
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
    if (grant.resource.kind == LakeResource::Kind::columns && grant.condition == change.condition &&
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

}  // namespace

Result<void> grant(Call& call, const PermissionChange& given) {
  PermissionChange change = given;
  // Naming the option alone grants the permission as well (documented).
  if (change.permissions.empty()) change.permissions = change.grantable;
  LM_CHECK(check_grant(call, change));
  if (call.knobs.grant_repeat_refused && held_already(call, change)) return modification_invalid();
  if (call.knobs.merge_column_lists && change.resource.kind == LakeResource::Kind::columns)
    change = merged(call, std::move(change));
  put_grant(call, change);
  return {};
}

void put_grant(Call& call, const PermissionChange& change) {
  for (const PermissionChange& row : split_rows(change)) put_row(call, row);
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
