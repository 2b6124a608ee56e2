#pragma once

#include "journal/journal.h"
#include "report/status.h"

namespace lakemirror::setup {

/// Reads from a journal what a status is made of.
Result<report::Observed> observe(journal::Journal& journal, Time now, Milliseconds trail_settle);

/// The same without any entries (so no lateness, and no list of what is parked): cheap on every journal.
Result<report::Observed> observe_counts(journal::Journal& journal, Time now, Milliseconds trail_settle);

}  // namespace lakemirror::setup
