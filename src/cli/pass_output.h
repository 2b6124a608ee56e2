#pragma once

#include <string>

#include "aws/statistics.h"
#include "base/json.h"
#include "feed/lookup_pass.h"
#include "pipeline/report.h"
#include "report/paint.h"

namespace lakemirror::cli {

/// What one pull brought, for people and for programs.
std::string pull_text(const feed::LookupPass& pass);
json::object pull_json(const feed::LookupPass& pass);

/// What one pass over the journal did.
std::string pass_text(const pipeline::PassReport& report, const report::Paint& paint);
json::object pass_json(const pipeline::PassReport& report);

/// What was asked of one side, by operation.
json::object calls_json(const aws::Statistics& statistics);

}  // namespace lakemirror::cli
