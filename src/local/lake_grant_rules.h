#pragma once

#include "local/lake_change.h"

namespace lakemirror::local {

/// Every refusal of a grant that Lake Formation is known to make, the knobs' readings included.
Result<void> check_grant(const Call& call, const PermissionChange& change);

/// Who is no admin hands on, and takes back, only what came with the grant option; of columns, those it came
/// for.
Result<void> check_grantor(const Call& call, const PermissionChange& change);

/// SELECT on the whole table, by name or as a part of ALL.
bool selects_whole_table(const Call& call, const PermissionChange& change);

/// "Permissions modification is invalid.": what AWS says of nearly anything.
tl::unexpected<Error> modification_invalid();

}  // namespace lakemirror::local
