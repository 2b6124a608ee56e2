#pragma once

#include <string>

#include "base/json.h"
#include "cli/exit_code.h"
#include "pipeline/report.h"
#include "report/paint.h"

namespace lakemirror::cli {

/// A comparison, or a sync, as a list of differences and a closing line. `dry_run`: nothing was to be
/// applied.
std::string sync_text(const pipeline::SyncReport& report, bool dry_run, const report::Paint& paint);
json::object sync_json(const pipeline::SyncReport& report, bool dry_run);

/// `ok` when the two sides are equal now, `incomplete` when something failed, else `different`.
ExitCode sync_exit_code(const pipeline::SyncReport& report);

}  // namespace lakemirror::cli
