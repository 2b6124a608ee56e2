#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace lakemirror::model {

/// What became of an entry. Decided by its worst key.
enum class OutcomeKind {
  replicated,  ///< at least one call was needed for its keys
  unchanged,   ///< none was
  superseded,  ///< record truth only: a newer record decided
  ignored,     ///< nothing to do, with the reason
  parked,      ///< cannot succeed now: error and hint kept
  skipped,     ///< an operator said so, and why
};

std::string_view to_string(OutcomeKind kind);
std::optional<OutcomeKind> parse_outcome_kind(std::string_view text);

/// `N` while pending, `F` when parked, `Y` for all others.
enum class ProcessedFlag : char { pending = 'N', parked = 'F', processed = 'Y' };

/// What settle decided about one entry. A provisional outcome keeps the entry pending: the entry is looked at
/// once more at `next_attempt_at`, because what was read may have been stale.
struct Outcome {
  std::string event_id = {};
  std::optional<OutcomeKind> kind = {};  ///< absent: nothing could be decided, try again
  bool provisional = false;              ///< kind is what it looks like now; the entry stays pending
  std::string reason = {};
  std::vector<std::string> keys = {};  ///< texts of the keys it touched, cut to a bounded number
  std::string error = {};
  std::string hint = {};
  std::optional<Time> next_attempt_at = {};
  std::optional<Time> failed_since = {};  ///< every look since then failed; absent when this one did not
  /// When the first of these failed for what is missing or in the way.
  std::optional<Time> missing_since = {};

  ProcessedFlag flag() const {
    if (!kind || provisional) return ProcessedFlag::pending;
    return *kind == OutcomeKind::parked ? ProcessedFlag::parked : ProcessedFlag::processed;
  }
};

}  // namespace lakemirror::model
