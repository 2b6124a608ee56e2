#pragma once

#include "aws/client.h"
#include "model/change.h"

namespace lakemirror::apply {

/// Creates, changes or deletes an LF-tag at the target. What is changed follows from the values that the
/// target holds at that moment. Values that differ only in case count as one: where AWS folds them, adding
/// the one and deleting the other would leave neither.
model::ChangeResult apply_tag(aws::Client& target, const model::Change& change);

}  // namespace lakemirror::apply
