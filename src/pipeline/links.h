#pragma once

#include "base/json.h"
#include "pipeline/database_filter.h"
#include "pipeline/scope_tree.h"

namespace lakemirror::pipeline {

/// What lies behind the resource links of a tree that has been looked at: a call through a link changes what
/// the link points at (AWS Glue, "resource links"), so that is looked at too, as if it had been named. Adds
/// to `tree` where in the new tree each is, leaving out databases that are not replicated. Empty when nothing
/// touched a link.
ScopeTree behind_links(ScopeTree& tree, const DatabaseFilter& filter);

/// The key that a body with TargetDatabase or TargetTable points at; absent when that is in another catalog
/// or Region.
std::optional<model::Key> target_of_link(const json::object& body, std::string_view account,
                                         std::string_view region);

}  // namespace lakemirror::pipeline
