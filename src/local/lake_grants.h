#pragma once

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

/// Apply one, with every rule and refusal of Lake Formation's.
Result<void> grant(Call& call, const PermissionChange& change);
Result<void> revoke(Call& call, const PermissionChange& change);

/// Adds to a row, or makes it, without asking anybody: what the service does by itself.
void put_grant(Call& call, const PermissionChange& change);

/// Forgets every grant whose resource's key begins with `prefix`.
void drop_grants(Call& call, const std::string& prefix);

}  // namespace lakemirror::local
