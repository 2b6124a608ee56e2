#pragma once

#include <vector>

#include "local/call.h"

namespace lakemirror::local {

/// One grant or revoke, as a request has it.
struct PermissionChange {
  std::string principal = {};
  LakeResource resource = {};
  std::string condition = {};
  PermissionSet permissions = {};
  PermissionSet grantable = {};
};

/// Reads one from GrantPermissions' or RevokePermissions' input or from an entry of a batch.
Result<PermissionChange> read_change(const Call& call, const json::object& given);

/// The rows a change is about: SELECT of a table is kept on all its columns (seen).
std::vector<PermissionChange> split_rows(const PermissionChange& change);

/// The row a change, or the same on another resource, is about; nullptr when there is none.
const Grant* find_row(const Call& call, const PermissionChange& row);
const Grant* find_row(const Call& call, const LakeResource& resource, const PermissionChange& like);

LakeResource all_columns(const LakeResource& table);
bool is_some_columns(const LakeResource& resource);

/// Calls visit(grant) for the rows on some columns of a table that one principal has, until it returns false.
template <class Visit>
void each_column_row(const Call& call, const PermissionChange& change, Visit&& visit) {
  const std::string prefix = LakeResource::prefix(change.resource.database, change.resource.table);
  call.region.lake.grants.scan(prefix, {}, [&](const std::string& key, const Grant& grant) {
    if (!key.starts_with(prefix)) return false;
    return !is_some_columns(grant.resource) || grant.principal != change.principal || visit(grant);
  });
}

}  // namespace lakemirror::local
