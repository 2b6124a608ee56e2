#pragma once

#include "base/json.h"
#include "model/entry.h"

namespace lakemirror::report {

/// An entry under the attribute names of the journal (EventId, EventTime, ..., Processed_Flag, Outcome),
/// which are the same in the tables and in JSON. Attributes that are not set are left out. CloudTrailEvent is
/// there only when the entry was read with its record: as JSON where it is JSON, as text where it is not.
json::object entry_json(const model::Entry& entry);

}  // namespace lakemirror::report
