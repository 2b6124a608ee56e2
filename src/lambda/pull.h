#pragma once

#include "aws/client.h"
#include "base/json.h"
#include "feed/intake.h"
#include "feed/lookup_settings.h"
#include "lambda/work.h"

namespace lakemirror::lambda {

/// One pass over LookupEvents, within the invocation's time. A pass that the time cut short has stored what
/// it read, and the next one goes on; the answer says so. Trouble at the source is an Error.
Result<json::value> pull(const Work& work, aws::Client& source, feed::Intake& intake,
                         const feed::LookupSettings& settings);

}  // namespace lakemirror::lambda
