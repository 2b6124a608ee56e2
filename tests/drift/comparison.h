#pragma once

#include <vector>

#include "drift/side.h"
#include "permissions/atom_set.h"
#include "permissions/permission_call.h"

namespace lakemirror::drift {

/// What fresh listings of both sides show, in the target's terms and without our own rows, and the plans that
/// the replicator makes of them.
struct Comparison {
  permissions::AtomSet want;  ///< the source
  permissions::AtomSet have;  ///< the target
  std::vector<permissions::PermissionCall> plan;
  std::vector<permissions::PermissionCall> plan_back;  ///< that would make the source equal to the target

  std::string text() const;
};

Comparison compare(Side& source, Side& target);

/// Carries a plan out at the target, as the replicator does.
void carry_out(const std::vector<permissions::PermissionCall>& plan, Side& target);

}  // namespace lakemirror::drift
