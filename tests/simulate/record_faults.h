#pragma once

#include <string_view>

#include "simulate/fault.h"

namespace lakemirror::simulate {

struct RecordFaults {
  bool refused = false;  ///< the call failed, or was said to
  Faults faults = {};    ///< cut, nameless, casing
};

/// What can be told from a record's own text.
RecordFaults read_record_faults(std::string_view record);

}  // namespace lakemirror::simulate
