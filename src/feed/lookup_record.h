#pragma once

#include "base/json.h"
#include "feed/lookup_settings.h"
#include "model/event.h"

namespace lakemirror::feed {

/// One element of a LookupEvents answer.
struct LookupRecord {
  model::Event event;
  /// It may have changed the catalog, or cannot be read well enough to say that it has not.
  bool keep = true;
};

/// Reads one element, whatever it is. Without an EventId it gets one made from its content, so that reading
/// it again finds it stored; without an EventTime that can be read, or with one of days to come, it gets
/// `now`.
LookupRecord read_lookup_record(const json::value& element, const LookupSettings& settings, Time now);

}  // namespace lakemirror::feed
