#pragma once

#include "aws/client.h"
#include "model/change.h"

namespace lakemirror::apply {

/// Makes the LF-tags on a database, or on a table and its columns, what the body says; a removal takes all
/// away. What to add and to remove follows from what the target holds at that moment, and not from what was
/// read for the plan: a removal of a tag that is not there is refused, and tables lose their tags unseen.
model::ChangeResult apply_assignment(aws::Client& target, const model::Change& change);

}  // namespace lakemirror::apply
