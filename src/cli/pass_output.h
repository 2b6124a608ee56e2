#pragma once

#include <string>

#include "feed/lookup_pass.h"
#include "pipeline/report.h"
#include "report/paint.h"
#include "setup/pass_json.h"

namespace lakemirror::cli {

using setup::calls_json;
using setup::pass_json;
using setup::pull_json;

/// What one pull brought, for people.
std::string pull_text(const feed::LookupPass& pass);

/// What one pass over the journal did.
std::string pass_text(const pipeline::PassReport& report, const report::Paint& paint);

}  // namespace lakemirror::cli
