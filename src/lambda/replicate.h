#pragma once

#include <functional>

#include "base/json.h"
#include "journal/journal.h"
#include "journal/lease.h"
#include "lambda/work.h"
#include "pipeline/report.h"

namespace lakemirror::lambda {

/// One pass from the journal to the target.
using Pass = std::function<Result<pipeline::PassReport>(std::stop_token)>;

/// Takes the lease and makes passes until nothing is due and nobody wants the lease, then gives it back.
/// Where somebody else has it, he looks at the journal once more after this, so that the wake-up may be
/// dropped.
///
/// Where the lease is lost meanwhile, or the time is up before that, the lease is given back, and the answer
/// says that work is left: to a batch of a stream by reporting it as failed, so that it comes again.
Result<json::value> replicate(const Work& work, journal::Journal& journal, journal::Lease& lease,
                              const Pass& pass);

}  // namespace lakemirror::lambda
