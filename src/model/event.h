#pragma once

#include <string>

#include "base/clock.h"

namespace lakemirror::model {

/// One CloudTrail record about the catalog, as a feed delivered it. Nothing in it has been interpreted:
/// `record` may be anything at all, even no JSON.
struct Event {
  std::string event_id = {};
  Time event_time = {};           ///< one-second steps: CloudTrail has no finer clock
  std::string event_name = {};    ///< "CreateTable"
  std::string event_source = {};  ///< "glue.amazonaws.com"
  std::string username = {};
  std::string record = {};  ///< the CloudTrailEvent text, as received
  std::string feed = {};    ///< which feed brought it: "lookup"
};

}  // namespace lakemirror::model
