#pragma once

#include <span>
#include <vector>

#include "apply/step.h"
#include "aws/client.h"
#include "model/change.h"

namespace lakemirror::apply {

/// Applies one step of partition changes of one table and kind. A batch of which AWS refuses items is judged
/// item by item: what exists already is updated, what is missing is created, what is gone already is as
/// wanted. A batch that is refused as a whole for its content (one wrong value count fails all of it) is
/// taken apart, so that one bad partition does not hold up 99 good ones.
void apply_partitions(aws::Client& target, const Step& step, const model::Plan& plan,
                      std::span<model::ChangeResult> results);

}  // namespace lakemirror::apply
