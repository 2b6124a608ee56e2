#pragma once

#include "base/json.h"
#include "workload/workload.h"

namespace lakemirror::sweep {

/// What a call changes, in the words of workload::Change. Where that cannot be told it is "everything", which
/// makes the judge milder and never wrong.
workload::Step changed_by(std::string_view operation, const json::object& input);

}  // namespace lakemirror::sweep
