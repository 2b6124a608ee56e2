#pragma once

#include "pipeline/grant_book.h"

namespace lakemirror::pipeline {

/// A permission by LF-tags stays listed when a tag or value that it names is deleted (derived). It then gives no
/// more than what its other values give, and cannot be granted anywhere as it stands. So of what `source` lists
/// and `target` lacks only what still means something is left: the values that are there, and nothing where a
/// whole tag went. Asks the source for its tags only where there is such a permission.
Result<void> leave_out_dead_values(read::GovernanceReader& source_reader, GrantBook::Holders& source,
                                   const GrantBook::Holders& target);

}  // namespace lakemirror::pipeline
