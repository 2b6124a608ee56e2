#pragma once

#include "aws/statistics.h"
#include "base/json.h"
#include "feed/lookup_pass.h"
#include "pipeline/report.h"

namespace lakemirror::setup {

// What passes did, for programs: docs/cli.md says what each member means.

json::object pull_json(const feed::LookupPass& pass);
json::object pass_json(const pipeline::PassReport& report);

/// What was asked of one side, by operation.
json::object calls_json(const aws::Statistics& statistics);

}  // namespace lakemirror::setup
