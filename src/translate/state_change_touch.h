#pragma once

#include "translate/record.h"
#include "translate/touch.h"

namespace lakemirror::translate {

/// Whether this is a notice of Glue's own that an object of the Data Catalog changed, as EventBridge delivers
/// it: an envelope with `detail-type` and `detail`, and no record of CloudTrail.
bool is_state_change(const model::Event& event, const Record& record);

/// What the notice touches. It names databases and tables; partitions only in a form that cannot be told
/// apart
/// ("[1, 2021-05-23 00:00:00]"), so for these the table with everything below it. What it does not name is
/// looked at whole.
Touch touch_state_change(const Record& record, const TouchContext& context);

}  // namespace lakemirror::translate
