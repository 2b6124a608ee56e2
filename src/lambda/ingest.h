#pragma once

#include "base/json.h"
#include "feed/intake.h"
#include "feed/lookup_settings.h"
#include "lambda/work.h"

namespace lakemirror::lambda {

/// Stores the events that EventBridge sent through a queue, and answers which messages have to come again:
/// those that could not be stored, or were not reached in time. A message that cannot be read is stored too,
/// as an entry that will be parked: so it is neither lost, nor comes again and again.
Result<json::value> ingest(const Work& work, feed::Intake& intake, const feed::LookupSettings& settings);

}  // namespace lakemirror::lambda
