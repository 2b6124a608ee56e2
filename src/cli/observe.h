#pragma once

#include "journal/journal.h"
#include "report/status.h"

namespace lakemirror::cli {

/// Reads from the journal what a status is made of.
Result<report::Observed> observe(journal::Journal& journal, Time now, Milliseconds trail_settle);

}  // namespace lakemirror::cli
