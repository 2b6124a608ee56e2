#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/outcome.h"
#include "pipeline/look.h"

namespace lakemirror::pipeline {

/// What settle knows of one entry.
struct EntryResult {
  std::string event_id = {};
  std::string_view event_name = {};  ///< kept by whoever made this: there are few names and many entries
  Time event_time = {};
  int attempts = 0;                       ///< before this one
  std::optional<Time> failed_since = {};  ///< every look since then failed
  std::optional<Time> missing_since =
      {};                       ///< the first of these that failed for what is missing or in the way
  std::string last_error = {};  ///< what the last of these said, and what to do about it
  std::string last_hint = {};
  bool was_parked = false;
  std::optional<Time> waits_until = {};  ///< some of its keys are not looked at before that
  bool was_replicated = false;           ///< an earlier, provisional look made a call for it
  std::vector<std::string> keys = {};
  std::optional<std::string> ignored = {};
  std::shared_ptr<const Error> malformed = {};  ///< why the record cannot be read
  Digest digest = {};                           ///< of its keys, when neither of the two above holds
};

struct SettleRules {
  Time now = {};
  Milliseconds read_settle = {};
  Time unsure_until = {};  ///< as of the pass's beginning: reads of the target begun before this may be stale
  /// What was missing (or in the way) before then, and still is, is so for good: all events that might
  /// explain it have been read.
  Time explained_until = {};
};

/// Decides one entry by its worst key. Pure. A failure is never counted as done: what may succeed later stays
/// pending, what cannot is parked, and what may have been read too early is provisional.
model::Outcome settle(const EntryResult& entry, const SettleRules& rules);

/// How long to wait before the next attempt of what has done nothing but fail for so long: as long again, so
/// that pauses double. Looks that did not fail make none longer. Between 1 s and 5 min for what AWS is asked
/// to get over, and 1 min for what is missing or in the way, which a call does not burden; between 15 min and
/// 6 h for what is parked.
Milliseconds pause_before_retry(Milliseconds failing_for, ErrorKind kind);
Milliseconds pause_before_parked_retry(Milliseconds failing_for);

}  // namespace lakemirror::pipeline
