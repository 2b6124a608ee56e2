#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "feed/lookup_settings.h"

namespace lakemirror::feed {

/// What one pass over LookupEvents did.
struct LookupPass {
  bool deep = false;      ///< it was to cover the whole window
  bool complete = false;  ///< it came to its end; a pass cut short has stored what it read and moved nothing
  LookupBy by = LookupBy::source;
  Time began = {};
  Time window_start = {};
  std::size_t pages = 0;                          ///< answered requests
  std::size_t seen = 0;                           ///< records in them
  std::size_t dropped = 0;                        ///< of these: reads, and records of other services
  std::size_t stored = 0;                         ///< of these: new to the journal
  std::optional<Milliseconds> lateness_max = {};  ///< the latest of the stored ones
  std::size_t violations = 0;                     ///< of the stored ones: too late to be expected
  /// A stretch of time was given up that only a full comparison can close; stands until close_gap().
  bool needs_sync = false;
  std::vector<std::string> notes = {};  ///< what an operator should hear, each said once
  std::optional<Error> error = {};      ///< what the source answered when it cut the pass short
};

}  // namespace lakemirror::feed
