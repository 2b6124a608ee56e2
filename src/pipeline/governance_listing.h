#pragma once

#include "pipeline/governance_scopes.h"
#include "pipeline/governance_tools.h"

namespace lakemirror::pipeline {

/// Adds to `scopes.below` the tag assignments and cell filters, on either side, that lie below its subtrees,
/// or all of them where everything is compared.
void list_below(GovernanceTools& tools, GovernanceScopes& scopes);

/// Adds all registered locations, tags and expressions of either side.
void list_beside_catalog(GovernanceTools& tools, GovernanceScopes& scopes);

}  // namespace lakemirror::pipeline
