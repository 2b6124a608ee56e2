#pragma once

#include <set>
#include <string>
#include <vector>

#include "permissions/atom_set.h"
#include "permissions/permission_call.h"

namespace lakemirror::permissions {

/// The calls that make a target that lists `have` hold what `want` says, in order, and no more of them than
/// that takes; none where both are equal. First of all, principals lose what hangs on subjects of which they
/// keep the rest as it is; then come subjects on which something is revoked and granted (see HoldingChange
/// for the order within one), then what is only granted. At no time does anybody hold what neither `have` nor
/// `want` gives.
///
/// `excluded` principals are left alone on both sides: the replicator's own rows.
std::vector<PermissionCall> plan(const AtomSet& have, const AtomSet& want,
                                 const std::set<std::string>& excluded = {});

}  // namespace lakemirror::permissions
