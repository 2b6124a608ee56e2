#pragma once

#include <string_view>

#include "feed/lookup_settings.h"
#include "model/event.h"

namespace lakemirror::feed {

/// The name of the feed that brings events through EventBridge.
inline constexpr std::string_view eventbridge_feed = "eventbridge";

/// One message that EventBridge sent, as text.
struct EventbridgeRecord {
  model::Event event;
  /// It may have changed the catalog, or cannot be read well enough to say that it has not.
  bool keep = true;
  /// Of CloudTrail, so that LookupEvents brings the same event too.
  bool is_of_cloudtrail = false;
};

/// Reads one message, whatever it is: the envelope of a call via CloudTrail, whose `detail` is the record; or
/// of a notice of Glue's own that a database or table changed, which has no event id and is kept under
/// `state:<envelope id>`. What is neither is dropped where it says what it is. What cannot be read is an
/// event with an id made from its content, and is parked by whoever works on it.
EventbridgeRecord read_eventbridge_record(std::string_view message, const LookupSettings& settings, Time now);

}  // namespace lakemirror::feed
