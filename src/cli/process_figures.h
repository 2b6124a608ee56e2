#pragma once

#include "report/process_state.h"

namespace lakemirror::cli {

/// What the system says of this process; zero where it says nothing.
report::ProcessState process_figures();

}  // namespace lakemirror::cli
