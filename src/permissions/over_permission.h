#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "permissions/atom_set.h"

namespace lakemirror::permissions {

/// What each principal may do at a target that holds `have` and could not if it held `want`; principals
/// without any are left out. An atom that something wider among the wanted ones allows is no excess, although
/// the target has to give it up: SELECT on a column where SELECT on the table is wanted.
std::map<std::string, std::vector<Atom>> over_permission(const AtomSet& have, const AtomSet& want,
                                                         const std::set<std::string>& excluded = {});

}  // namespace lakemirror::permissions
