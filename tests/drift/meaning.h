#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "permissions/grant.h"

namespace lakemirror::drift {

/// A principal, and the subject that his grants are about: of columns the table, of tag values the tag.
using HolderText = std::pair<std::string, std::string>;
/// What each holds, every atom as a text.
using Meaning = std::map<HolderText, std::set<std::string>>;

/// What the grants come to, said the slow way and without the normal form that is judged.
Meaning meaning_of(const std::vector<permissions::Grant>& grants);

/// One line for each atom that one of them lacks; empty when they are equal.
std::string difference_between(const Meaning& wanted, const Meaning& found);

/// Those who hold something else in `a` than in `b`.
std::set<HolderText> who_differs(const Meaning& a, const Meaning& b);

}  // namespace lakemirror::drift
