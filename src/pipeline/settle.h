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
  int attempts = 0;             ///< before this one
  bool was_replicated = false;  ///< an earlier, provisional look made a call for it
  std::vector<std::string> keys = {};
  std::optional<std::string> ignored = {};
  std::shared_ptr<const Error> malformed = {};  ///< why the record cannot be read
  Digest digest = {};                           ///< of its keys, when neither of the two above holds
};

struct SettleRules {
  Time now = {};
  Milliseconds read_settle = {};
  Time unsure_until = {};  ///< as of the pass's beginning: reads of the target begun before this may be stale
};

/// Decides one entry by its worst key. Pure. A failure is never counted as done: what may succeed later stays
/// pending, what cannot is parked, and what may have been read too early is provisional.
model::Outcome settle(const EntryResult& entry, const SettleRules& rules);

/// How long to wait before the next attempt after `attempts` failures: 1 s doubling to 5 min for pending
/// entries, 15 min doubling to 6 h for parked ones.
Milliseconds pause_before_retry(int attempts);
Milliseconds pause_before_parked_retry(int attempts);

}  // namespace lakemirror::pipeline
