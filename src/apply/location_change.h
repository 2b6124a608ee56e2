#pragma once

#include "aws/client.h"
#include "model/change.h"

namespace lakemirror::apply {

/// Registers, changes or deregisters a location at the target. Where UpdateResource cannot say what is wanted
/// it is deregistered and registered again, which the result tells with `made_anew`: whether grants on the
/// location outlive that is not documented.
model::ChangeResult apply_location(aws::Client& target, const model::Change& change);

}  // namespace lakemirror::apply
