#pragma once

#include <string>

#include "model/change.h"
#include "permissions/plan.h"

namespace lakemirror::pipeline {

/// The call of a plan as a change at the target.
model::Change grant_change(const permissions::PermissionCall& call, const std::string& target_account);

}  // namespace lakemirror::pipeline
