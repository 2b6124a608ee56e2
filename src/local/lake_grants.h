#pragma once

#include "local/lake_change.h"

namespace lakemirror::local {

/// Apply one change, with every rule and refusal of Lake Formation's.
Result<void> grant(Call& call, const PermissionChange& change);
Result<void> revoke(Call& call, const PermissionChange& change);  // lake_revokes.cc

/// Adds to a row, or makes it, without asking anybody: what the service does by itself.
void put_grant(Call& call, const PermissionChange& change);

/// Forgets every grant whose key begins with `prefix`.
void drop_grants(Call& call, const std::string& prefix);

}  // namespace lakemirror::local
