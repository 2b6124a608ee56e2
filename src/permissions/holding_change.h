#pragma once

#include <string>
#include <vector>

#include "permissions/holding.h"
#include "permissions/permission_call.h"

namespace lakemirror::permissions {

/// What turns what one principal holds on one subject into what it shall hold: the calls of the three groups,
/// in this order. Grants come before revokes so that nobody loses for a moment what he keeps, except where
/// Lake Formation leaves no choice:
///
///  1. Parts under ALL. What a revoke of ALL does to the other permissions, and a revoke of one of them to
///     ALL, is not documented. So ALL is revoked with whatever of its row has to go, and all that is wanted is
///     granted anew.
///  2. The grant option. Whether a revoke that names a permission in both its lists takes the permission or
///     its option alone is not documented, nor whether one that names the permission alone leaves the option.
///     So both lists are named, what shall be gone altogether is then revoked once more by itself, and what
///     shall stay without its option is granted anew.
///  3. Lists of columns and of tag values. A list is revoked as it is listed, since a revoke of a part of it
///     may be refused; and as lists may be merged where they meet, what a revoked list shared with others is
///     granted anew.
///  4. SELECT on a table and on its columns exclude each other ("Permissions modification is invalid."); so
///     one goes before the other comes.
///  5. Another condition on the same resource. Whether it would stand beside the old one is not documented.
struct HoldingChange {
  std::vector<PermissionCall> grants;  ///< in nobody's way
  std::vector<PermissionCall> revokes;
  std::vector<PermissionCall> grants_at_last;  ///< that must not meet what is revoked

  bool empty() const { return grants.empty() && revokes.empty() && grants_at_last.empty(); }
  bool only_revokes() const { return grants.empty() && grants_at_last.empty() && !revokes.empty(); }
};

/// `have` must be what the target lists, for that is what can be revoked there.
HoldingChange change(const std::string& principal, const Holding& have, const Holding& want);

}  // namespace lakemirror::permissions
